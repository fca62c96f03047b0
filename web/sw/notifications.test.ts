import { v7 as uuid } from 'uuid'
import { expect, it, vi } from 'vitest'
import { createRecord, type UploadRecord } from './engine/record.ts'
import { createNotifier } from './notifications.ts'

function open(isSeen = false) {
  const shown: string[][] = []
  let call = (): void => undefined
  const notifier = createNotifier({
    isSeen: async () => isSeen,
    show: async (...words) => void shown.push(words),
    after: (_delay, then) => (call = then),
    failed: (cause) => {
      throw cause
    },
  })
  const tell = async () => {
    call()
    await vi.waitFor(() => expect(notifier.isBusy()).toBe(false))
    return shown
  }
  return { notifier, tell }
}

function record(name: string, changes: Partial<UploadRecord>): UploadRecord {
  const file = { id: uuid(), name, path: '', size: 1, type: '', lastModified: 1 }
  return { ...createRecord(file, 1), ...changes }
}

const held = (problem: UploadRecord['hold']['problem'], user = false) => ({
  hold: { user, problem, handedOver: false },
})

it('gathers what has arrived', async () => {
  const { notifier, tell } = open()
  notifier.changed([record('a.mov', { phase: 'verified' }), record('b', { phase: 'sending' })])
  expect(notifier.isBusy()).toBe(true)
  expect((await tell())[0]?.[0]).toBe('a.mov has arrived')
  notifier.changed([record('c', { phase: 'verified' }), record('d', { phase: 'verified' })])
  expect((await tell())[1]?.[0]).toBe('2 files have arrived')
})

it('tells first what has failed, then what needs somebody', async () => {
  const { notifier, tell } = open()
  const verified = record('a', { phase: 'verified' })
  notifier.changed([verified, record('b', held('file_permission'))])
  expect((await tell())[0]?.[0]).toBe('1 upload needs you')
  notifier.changed([verified, record('c', { phase: 'failed' }), record('d', held('storage'))])
  expect((await tell())[1]?.[0]).toBe('1 upload failed')
})

it('tells nothing twice, nothing that is over, and nothing that a page shows', async () => {
  const { notifier, tell } = open()
  const waiting = record('a', held('file_gone'))
  notifier.changed([waiting])
  await tell()
  notifier.changed([waiting, record('b', held('file_gone', true))])
  expect(notifier.isBusy()).toBe(false)
  notifier.changed([{ ...waiting, ...held(null) }])
  notifier.changed([waiting])
  expect(await tell()).toHaveLength(2)

  const seen = open(true)
  seen.notifier.changed([waiting])
  expect(await seen.tell()).toEqual([])
})
