import { expect, it } from 'vitest'
import { v7 as uuid } from 'uuid'
import { readRecord } from './records.ts'
import { createFetch } from './testing/fake-fetch.ts'

it.each([
  ['has the list tell at once where the store has no such upload any more', 'upload_gone', true],
  ['has nothing looked up where the server takes no parts', 'not_found', false],
])('%s', async (_what, code, there) => {
  const fetch = createFetch([{ remoteId: uuid(), number: 1 }])
  const [record] = await fetch.registration.matchAll()
  if (!record) throw new Error('there is no record')
  fetch.answer(0, Response.json({ code }, { status: 404 }))
  expect(await readRecord(record)?.answer).toMatchObject({ taken: false, there })
})
