import { describe, expect, it } from 'vitest'
import { openAnsweringStore } from '../testing/answering-store.ts'
import { createBucket } from './bucket.ts'

/** What a bucket says of a store that answers everything by this. */
async function asking<T>(
  status: number,
  code: string,
  ask: (bucket: ReturnType<typeof createBucket>) => Promise<T>,
): Promise<T> {
  const { client, close } = await openAnsweringStore((request, response) => {
    request.resume()
    response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`)
  })
  try {
    return await ask(createBucket(client, 'files'))
  } finally {
    close()
  }
}

const UPLOAD = { key: 'a', uploadId: 'u' }
const GUARDS = { size: 0, crc64nvme: null, guarded: false }

describe('an upload that the store does not have', () => {
  // Ceph says NoSuchKey where S3 says NoSuchUpload.
  it.each(['NoSuchUpload', 'NoSuchKey'])('is gone by the code %s', async (code) => {
    const gone = { code: 'upload_gone' }
    await expect(asking(404, code, (b) => b.listParts(UPLOAD))).rejects.toMatchObject(gone)
    await expect(asking(404, code, (b) => b.someParts(UPLOAD, 1, 10))).rejects.toMatchObject(gone)
    await expect(asking(404, code, (b) => b.complete(UPLOAD, [], GUARDS))).rejects.toMatchObject(
      gone,
    )
    await asking(404, code, (b) => b.abort(UPLOAD))
  })

  it('is not gone with its bucket', async () => {
    const answer = asking(404, 'NoSuchBucket', (bucket) => bucket.listParts(UPLOAD))
    await expect(answer).rejects.toMatchObject({ code: 'store_denied' })
  })
})
