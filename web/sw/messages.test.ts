import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import type { Details } from '../../shared/details.ts'
import type { Upload } from './engine/step.ts'
import { newUpload } from './engine/testing.ts'
import { corrections } from './messages.ts'

const detail = (value: string): Details[number] => ({ name: 'case', label: 'Case', value })
const BEFORE = [detail('1')]
const OWN = [detail('2')]
const OTHERS = [detail('3')]

function refused(details: Details | undefined): Upload {
  return newUpload({
    phase: 'failed',
    failure: 'details_invalid',
    ...(details === undefined ? {} : { details }),
  })
}

/** What the engine is told when a page corrects the details of one. */
function corrected(uploads: readonly Upload[], id: string, details: Details, others?: Details) {
  const all = new Map(uploads.map((one) => [one.record.id, one]))
  const told = corrections({ type: 'details', id, details, others }, all, uuid)
  return told.map((event) => [event.id, 'details' in event ? event.details : null])
}

test('all that were refused with the same details are begun with those of others', () => {
  for (const before of [BEFORE, undefined]) {
    const [one, same, other] = [refused(before), refused(before), refused([detail('4')])]
    expect(corrected([one, same, other], one.record.id, OWN, OTHERS)).toEqual([
      [one.record.id, OWN],
      [same.record.id, OTHERS],
    ])
  }
})

test('nothing else is begun where there are none for others', () => {
  const [one, same] = [refused(BEFORE), refused(BEFORE)]
  expect(corrected([same, one], one.record.id, OWN)).toEqual([[one.record.id, OWN]])
})

test('of one that was removed meanwhile nothing is given to others', () => {
  expect(corrected([refused(undefined)], uuid(), OWN, OTHERS)).toEqual([])
})
