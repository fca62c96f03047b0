import { v7 as uuid } from 'uuid'
import { expect, test, vi } from 'vitest'
import type { Details } from '../../shared/details.ts'
import type { Engine } from './engine.ts'
import type { Event } from './engine/events.ts'
import type { Upload } from './engine/step.ts'
import { newUpload } from './engine/testing.ts'
import { answer, type Answerer } from './messages.ts'

const BEFORE: Details = [{ name: 'case', label: 'Case', value: '' }]
const CASE: Details[number] = { name: 'case', label: 'Case', value: '12' }
const HASH: Details[number] = { name: 'of', label: 'Of it', value: 'a'.repeat(32), hash: 'md5' }

function refused(details: Details = BEFORE): Upload {
  return newUpload({ phase: 'failed', failure: 'details_invalid', details })
}

/** What the engine is told when a page corrects the details of one. */
async function corrected(uploads: readonly Upload[], id: string, details: Details) {
  const told: Event[] = []
  const engine: Partial<Engine> = {
    uploads: () => new Map(uploads.map((one) => [one.record.id, one])),
    apply: async (events) => void told.push(...events),
  }
  const answerer = {
    engine,
    newId: uuid,
    log: { warn: vi.fn<() => void>() },
  } as unknown as Answerer
  expect(await answer({ type: 'details', id, details }, answerer)).toMatchObject({ ok: true })
  return told.map((event) => [event.id, 'details' in event ? event.details : null])
}

test('what corrects one is given to all that were refused for the same', async () => {
  const [one, same, other] = [refused(), refused(), refused([CASE])]
  const told = await corrected([one, same, other], one.record.id, [CASE])
  expect(told).toEqual([
    [one.record.id, [CASE]],
    [same.record.id, [CASE]],
  ])
})

test('an acquisition hash is given to the one file that it was entered for', async () => {
  const [one, same] = [refused(), refused()]
  const told = await corrected([same, one], one.record.id, [CASE, HASH])
  expect(told).toEqual([
    [same.record.id, [CASE]],
    [one.record.id, [CASE, HASH]],
  ])
})

test('of one that was removed meanwhile nothing is given to others', async () => {
  const withoutDetails = newUpload({ phase: 'failed', failure: 'details_invalid' })
  expect(await corrected([withoutDetails], uuid(), [CASE])).toEqual([])
})
