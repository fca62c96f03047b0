import { UploadError } from '../../shared/errors.ts'

/** ms for the next bytes of a file: a disk that has to spin up, or a file in a cloud, answers sooner. */
const LIMIT = 60_000

/**
 * Waits no longer than {@link LIMIT}: a network drive that is gone, or a file of a cloud that can't be
 * reached, may never answer, and files are read a few at a time.
 *
 * @throws UploadError file_unreadable when that is over; what reading throws
 */
export async function readWithin<T>(reading: Promise<T>): Promise<T> {
  let timer
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new UploadError('file_unreadable', 'no answer in time'))
    }, LIMIT)
  })
  try {
    return await Promise.race([reading, late])
  } finally {
    clearTimeout(timer)
  }
}
