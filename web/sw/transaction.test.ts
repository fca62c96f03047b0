import { v7 as uuid } from 'uuid'
import { expect, it } from 'vitest'
import type { ArrivedPart } from './engine/events.ts'
import { begin, EMPTY_FLIGHT } from './engine/flight.ts'
import { createRecord } from './engine/record.ts'
import { sendingUpload } from './engine/testing.ts'
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

it('has what arrived while a list was asked for on that list, in its notes and in what is missing', () => {
  const { record, flight } = sendingUpload(3)
  const { id } = record
  const partOf = (number: number): ArrivedPart => ({ number, checksum: 'crc', hashed: true })
  const asking = { record, flight: begin(flight, { type: 'list', id }) }
  const first = createTransaction(new Map([[id, asking]]))
  first.apply({ type: 'sent', id, part: partOf(2) })
  const second = createTransaction(
    new Map([...first.after()].flatMap(([id, upload]) => (upload ? [[id, upload] as const] : []))),
  )
  second.apply({ type: 'listed', id, parts: [partOf(1)] })
  expect(second.changes().allParts).toEqual([{ id, parts: [partOf(1), partOf(2)] }])
  expect(second.after().get(id)?.record.missing).toEqual([[3, 3]])
  // The next list is another one.
  const listed = second.after().get(id)
  const again = listed && begin(listed.flight, { type: 'list', id })
  expect(again?.arrived).toEqual([])
})
