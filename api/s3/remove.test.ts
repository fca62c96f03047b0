import { describe, expect, it } from 'vitest'
import { openAnsweringStore } from '../testing/answering-store.ts'
import { removeObject } from './remove.ts'

/** Removes an object of a store that answers with these, and tells by which conditions it was asked. */
async function removeBy(etag: string, answers: [status: number, code?: string][]) {
  const conditions: (string | undefined)[] = []
  const { client, close } = await openAnsweringStore((request, response) => {
    conditions.push(request.headers['if-match'])
    request.resume()
    const [status, code] = answers.shift() ?? [204]
    response.writeHead(status).end(code && `<Error><Code>${code}</Code></Error>`)
  })
  try {
    await removeObject(client, { bucket: 'files', key: 'a', etag })
    return conditions
  } finally {
    close()
  }
}

describe('an object that is removed as it was found', () => {
  it.each([
    [412, 'PreconditionFailed'],
    [404, 'NoSuchKey'],
  ])('is left alone where another one or none is there: %s %s', async (status, code) => {
    expect(await removeBy('e1', [[status, code]])).toEqual(['"e1"'])
  })

  it('is removed in any case where the store has no such condition', async () => {
    expect(await removeBy('e1', [[501, 'NotImplemented']])).toEqual(['"e1"', undefined])
  })

  it('is said to be refused where it is', async () => {
    const denied = removeBy('e1', [[403, 'AccessDenied']])
    await expect(denied).rejects.toMatchObject({ code: 'store_denied' })
    const gone = removeBy('e1', [[404, 'NoSuchBucket']])
    await expect(gone).rejects.toMatchObject({ code: 'store_denied' })
  })
})
