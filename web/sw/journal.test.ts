import { expect, test } from 'vitest'
import type { Event } from './engine/events.ts'
import { createJournal } from './journal.ts'

const failed = (number: number, code: 'network' | 'timeout'): Event => ({
  id: 'a',
  type: 'failed',
  command: {
    type: 'send',
    id: 'a',
    number,
    part: {
      checksum: null,
      url: 'https://secret',
      headers: {},
      host: 'https://one',
      beginBefore: 0,
    },
  },
  code,
  notBefore: 0,
  final: false,
})

test('counts what happens again, and begins anew with another thing', () => {
  const journal = createJournal()
  journal.note({ id: 'a', type: 'pause' }, 1)
  journal.note(failed(3, 'network'), 2)
  journal.note(failed(4, 'network'), 3)
  journal.note(failed(4, 'timeout'), 4)
  const none = { code: null, part: null }
  expect(journal.of('a')).toEqual([
    { type: 'pause', times: 1, at: 1, ...none },
    { type: 'failed', times: 2, at: 3, code: 'network', part: 4 },
    { type: 'failed', times: 1, at: 4, code: 'timeout', part: 4 },
  ])
  expect(journal.of('b')).toEqual([])
})

test('notes nothing of what happens with every part', () => {
  const journal = createJournal()
  journal.note({ id: 'a', type: 'hashed', number: 1, checksum: null }, 1)
  journal.note({ id: 'a', type: 'sent', part: { number: 1, checksum: null, hashed: true } }, 2)
  expect(journal.of('a')).toEqual([])
})

test('keeps the latest, of the uploads that had any last', () => {
  const journal = createJournal()
  for (let at = 0; at < 100; at++) {
    journal.note({ id: 'a', type: at % 2 ? 'pause' : 'resume' }, at)
  }
  expect(journal.of('a').map(({ at }) => at)).toEqual(
    Array.from({ length: 40 }, (_, at) => at + 60),
  )
  for (let number = 0; number < 200; number++) journal.note({ id: `${number}`, type: 'pause' }, 0)
  expect(journal.of('a')).toEqual([])
  expect(journal.of('0')).toHaveLength(1)
})
