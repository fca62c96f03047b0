import { UploadError } from '../../shared/errors.ts'

/** ms for the next bytes of a file: a disk that has to spin up, or a file in a cloud, answers sooner. */
const LIMIT = 60_000
/** The same for a file to be opened at all, for a while after one was not: many may be on the same drive. */
const HASTY_LIMIT = 10_000
const HASTY_FOR = 10 * 60_000

let hastyUntil = -Infinity

/**
 * Waits no longer than {@link LIMIT}: a network drive that is gone, or a file of a cloud that can't be
 * reached, may never answer, and files are read a few at a time.
 *
 * @param isOpening whether it is the file that is opened, and not its bytes that are read
 * @throws UploadError file_unreadable when that is over; what reading throws
 */
export async function readWithin<T>(reading: Promise<T>, isOpening = false): Promise<T> {
  const isHasty = isOpening && performance.now() < hastyUntil
  let timer
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => {
        // What was not waited for in full tells nothing new.
        if (isOpening && !isHasty) hastyUntil = performance.now() + HASTY_FOR
        reject(new UploadError('file_unreadable', 'the file does not answer'))
      },
      isHasty ? HASTY_LIMIT : LIMIT,
    )
  })
  try {
    return await Promise.race([reading, late])
  } finally {
    clearTimeout(timer)
  }
}
