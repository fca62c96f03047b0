import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import type { Details } from '../../shared/details.ts'
import type { Upload } from './engine/step.ts'
import { newUpload } from './engine/testing.ts'
import { corrections } from './messages.ts'

const BEFORE: Details = [{ name: 'case', label: 'Case', value: '' }]
const CASE: Details[number] = { name: 'case', label: 'Case', value: '12' }
const HASH: Details[number] = { name: 'of', label: 'Of it', value: 'a'.repeat(32), hash: 'md5' }

function refused(details: Details = BEFORE): Upload {
  return newUpload({ phase: 'failed', failure: 'details_invalid', details })
}

/** What the engine is told when a page corrects the details of one. */
function corrected(uploads: readonly Upload[], id: string, details: Details) {
  const all = new Map(uploads.map((one) => [one.record.id, one]))
  const told = corrections({ type: 'details', id, details }, all, uuid)
  return told.map((event) => [event.id, 'details' in event ? event.details : null])
}

test('what corrects one is given to all that were refused for the same', () => {
  const [one, same, other] = [refused(), refused(), refused([CASE])]
  const told = corrected([one, same, other], one.record.id, [CASE])
  expect(told).toEqual([
    [one.record.id, [CASE]],
    [same.record.id, [CASE]],
  ])
})

test('an acquisition hash is given to the one file that it was entered for', () => {
  const [one, same] = [refused(), refused()]
  const told = corrected([same, one], one.record.id, [CASE, HASH])
  expect(told).toEqual([
    [same.record.id, [CASE]],
    [one.record.id, [CASE, HASH]],
  ])
})

test('of one that was removed meanwhile nothing is given to others', () => {
  const withoutDetails = newUpload({ phase: 'failed', failure: 'details_invalid' })
  expect(corrected([withoutDetails], uuid(), [CASE])).toEqual([])
})
