import { v7 as uuid } from 'uuid'
import { expect, it } from 'vitest'
import { EMPTY_FLIGHT } from './engine/flight.ts'
import { createRecord } from './engine/record.ts'
import { createTransaction } from './transaction.ts'

it.each([
  { hashed: true, noted: true },
  { hashed: false, noted: false },
])('of a part that a list told first, notes what is better known: $noted', ({ hashed, noted }) => {
  const file = { id: uuid(), name: 'a', path: '', size: 20, type: '', lastModified: 1 }
  const server = { token: 't', key: 'k', partSize: 10, partCount: 2, checksum: 'md5' as const }
  const record = { ...createRecord(file, 1), phase: 'sending' as const, server }
  const listed = { ...record, missing: [[2, 2]] as const }
  const transaction = createTransaction(
    new Map([[file.id, { record: listed, flight: EMPTY_FLIGHT }]]),
  )
  const part = { number: 1, checksum: 'crc', hashed }
  transaction.apply({ type: 'sent', id: file.id, part })
  expect(transaction.hasFacts()).toBe(noted)
  expect(transaction.changes().parts).toEqual(noted ? [{ id: file.id, part }] : [])
})
