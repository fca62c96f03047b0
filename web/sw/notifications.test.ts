import { v7 as uuid } from 'uuid'
import { expect, it, vi } from 'vitest'
import { createRecord, type UploadRecord } from './engine/record.ts'
import { EMPTY_FLIGHT } from './engine/flight.ts'
import type { NotificationText } from '../../shared/notification-text.ts'
import { notifications as say } from '../text/en/notifications.ts'
import { words } from '../text/en/words.ts'
import {
  createNotifier,
  toTell,
  type NotificationMore,
  type Notifier,
  type Shown,
} from './notifications.ts'

const notifications = say(words)

function open(isSeen = false, text: NotificationText | null = notifications) {
  const shown: [string, NotificationMore][] = []
  const showLeft = vi.fn<() => Promise<void>>(async () => undefined)
  const looked = vi.fn<() => Promise<boolean>>(async () => isSeen)
  const failed = vi.fn<(cause: unknown) => void>()
  const records = new Map<string, UploadRecord>()
  /** What nobody has taken away, by its tag. */
  const left = new Map<string, Shown>()
  let call = (): void => undefined
  const created = createNotifier({
    isSeen: looked,
    text: async () => text,
    recordOf: (id) => records.get(id),
    shown: async (tag) => [left.get(tag) ?? []].flat(),
    async show(title, more) {
      const { tag, data } = more
      shown.push([title, more])
      left.set(tag, { data, close: () => void left.delete(tag) })
    },
    showLeft,
    after: (_delay, then) => (call = then),
    failed,
  })
  const notifier: Notifier = {
    ...created,
    changed(all, isNews) {
      for (const record of all) records.set(record.id, record)
      created.changed(all, isNews)
    },
  }
  const dismissAll = () => left.clear()
  const passTime = () => {
    const then = call
    call = () => undefined
    then()
  }
  const tell = async () => {
    passTime()
    await expect.poll(() => notifier.isBusy()).toBe(false)
    return shown
  }
  return { notifier, passTime, tell, shown, left, dismissAll, looked, showLeft, failed }
}

function record(name: string, changes: Partial<UploadRecord>): UploadRecord {
  const file = { id: uuid(), name, path: '', size: 1, type: '', lastModified: 1 }
  return { ...createRecord(file, 1), ...changes }
}

const held = (problem: UploadRecord['hold']['problem'], user = false) => ({
  hold: { user, problem, handedOver: false },
})

it('gathers what has arrived', async () => {
  const { notifier, tell, dismissAll } = open()
  notifier.changed([record('a.mov', { phase: 'verified' }), record('b', { phase: 'sending' })])
  expect(notifier.isBusy()).toBe(true)
  expect((await tell())[0]?.[0]).toBe('a.mov has arrived')
  dismissAll()
  notifier.changed([record('c', { phase: 'verified' }), record('d', { phase: 'verified' })])
  expect((await tell())[1]?.[0]).toBe('2 files have arrived')
})

it('tells nothing again of what an earlier worker has told', async () => {
  const { notifier, tell } = open()
  const told = record('a.mov', { phase: 'verified' })
  notifier.changed([told], false)
  expect(notifier.isBusy()).toBe(false)
  notifier.changed([told])
  expect(notifier.isBusy()).toBe(false)
  notifier.changed([{ ...told, phase: 'disproved' }])
  expect(await tell()).toHaveLength(1)
})

it('speaks the language of the page, with names as they are', async () => {
  const text = { ...notifications, locale: 'ar', verifiedOne: 'وصل \u2068{name}\u2069' }
  const verified = { other: '# ملف', two: 'ملفان', few: '# ملفات' }
  const { notifier, tell, dismissAll } = open(false, { ...text, verified })
  notifier.changed([record('$&.mov', { phase: 'verified' })])
  expect((await tell())[0]?.[0]).toBe('وصل \u2068$&.mov\u2069')
  dismissAll()
  notifier.changed([record('c', { phase: 'verified' }), record('d', { phase: 'verified' })])
  expect((await tell())[1]?.[0]).toBe('ملفان')
})

it('says at least of which file, where no page gave it words', async () => {
  const { notifier, tell } = open(false, null)
  const [first, second] = [
    record('a.mov', { phase: 'verified' }),
    record('b', { phase: 'verified' }),
  ]
  const more = { tag: 'verified', renotify: false }
  notifier.changed([first])
  expect(await tell()).toEqual([['Longhaul', { ...more, body: 'a.mov', data: [first.id] }]])
  notifier.changed([second])
  const data = [second.id, first.id]
  expect((await tell())[1]).toEqual(['Longhaul', { ...more, body: 'b\na.mov', data }])
})

it('tells first what has failed, then what needs somebody, then what has arrived', async () => {
  const { notifier, tell } = open()
  notifier.changed([
    record('a', { phase: 'verified' }),
    record('b', held('file_permission')),
    record('c', { phase: 'failed' }),
    record('d', { phase: 'failed' }),
  ])
  expect((await tell()).map(([title, { tag }]) => [title, tag])).toEqual([
    ['2 uploads failed', 'failed'],
    ['1 upload needs you', 'waiting'],
    ['a has arrived', 'verified'],
  ])
})

it('tells before all else that what had arrived is not to be relied on', async () => {
  const { notifier, tell } = open()
  const arrived = record('a.mov', { phase: 'verified' })
  notifier.changed([arrived])
  await tell()
  notifier.changed([{ ...arrived, phase: 'disproved' }, record('b', { phase: 'failed' })])
  expect((await tell())[1]).toMatchObject([
    'Do not rely on a.mov',
    { actions: [{ action: 'open', title: 'Show why' }], data: [arrived.id] },
  ])
})

it('tells with what comes later of what nobody has seen yet, and is heard again where it is bad', async () => {
  const { notifier, tell, dismissAll } = open()
  const [first, second] = [record('a', { phase: 'failed' }), record('b', { phase: 'failed' })]
  notifier.changed([first])
  await tell()
  notifier.changed([record('c', { phase: 'verified' })])
  await tell()
  notifier.changed([second])
  const all = await tell()
  expect(all.map(([title]) => title)).toEqual([
    'a could not be sent',
    'c has arrived',
    '2 uploads failed',
  ])
  expect(all.map(([, { renotify }]) => renotify)).toEqual([true, false, true])
  expect(all[2]?.[1].data).toEqual([second.id, first.id])
  dismissAll()
  notifier.changed([record('d', { phase: 'failed' })])
  expect((await tell())[3]?.[0]).toBe('d could not be sent')
})

it('tells on of nothing that is not so any more, and takes away what tells of nothing else', async () => {
  const { notifier, tell, left } = open()
  const [first, second] = [record('a', { phase: 'failed' }), record('b', held('file_gone'))]
  notifier.changed([first, second])
  await tell()
  notifier.changed([{ ...first, phase: 'verified' }, record('c', held('file_gone'))])
  expect((await tell()).slice(2).map(([title]) => title)).toEqual([
    '2 uploads need you',
    'a has arrived',
  ])
  expect([...left.keys()]).toEqual(['waiting', 'verified'])
})

it.each([false, true])(
  'takes away at once what is not so any more, where a page is seen: %s',
  async (seen) => {
    const { notifier, tell, left, looked } = open()
    const failed = record('a', { phase: 'failed' })
    notifier.changed([failed])
    await tell()
    looked.mockResolvedValue(seen)
    notifier.changed([{ ...failed, phase: 'sending' }])
    expect(await tell()).toHaveLength(1)
    expect([...left.keys()]).toEqual([])
  },
)

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

it('offers to try again what has failed, and to look at what it tells of', async () => {
  const { notifier, tell } = open()
  const [failed, verified] = [record('a', { phase: 'failed' }), record('b', { phase: 'verified' })]
  notifier.changed([verified, failed])
  const { failed: why, verified: receipt, retry } = notifications.buttons ?? {}
  expect((await tell())[0]?.[1]).toMatchObject({
    actions: [
      { action: 'retry', title: retry },
      { action: 'open', title: why },
    ],
    data: [failed.id],
  })
  expect((await tell())[1]?.[1].actions).toEqual([{ action: 'open', title: receipt }])
})

it('has no buttons where an older page gave no words for them', async () => {
  const { notifier, tell } = open(false, { ...notifications, buttons: undefined })
  notifier.changed([record('a', { phase: 'failed' })])
  expect(Object.keys((await tell())[0]?.[1] ?? {})).toEqual(['body', 'tag', 'renotify', 'data'])
})

it('has the icon say how many are left, also while a page is seen', async () => {
  const { notifier, tell, showLeft } = open(true)
  notifier.changed([record('a', { phase: 'verified' })])
  await tell()
  expect(showLeft).toHaveBeenCalledOnce()
})

it('tells what comes while something else is told', async () => {
  const { notifier, passTime, tell, shown, looked } = open()
  looked.mockImplementationOnce(async () => {
    notifier.changed([record('b', { phase: 'failed' })])
    return false
  })
  notifier.changed([record('a', { phase: 'verified' })])
  passTime()
  await expect.poll(() => shown).toHaveLength(1)
  expect((await tell())[1]?.[0]).toBe('b could not be sent')
})

it('tells it also where the icon can not say how many are left', async () => {
  const { notifier, tell, showLeft, failed } = open()
  showLeft.mockRejectedValue(new DOMException('no badge', 'NotSupportedError'))
  notifier.changed([record('a', { phase: 'verified' })])
  expect(await tell()).toHaveLength(1)
  expect(failed).toHaveBeenCalledOnce()
})

it('says nothing of one whose file can’t be read while the browser sends it all the same', async () => {
  const { notifier } = open()
  const hold = { user: false, problem: 'file_gone' as const, handedOver: true }
  notifier.changed([record('a', { phase: 'sending', hold })])
  expect(notifier.isBusy()).toBe(false)
})

it.each([
  ['somebody has to sign in', 'sign_in_required'],
  ['the disk is full', 'storage'],
] as const)('says once that %s, though it is tried again by itself', async (_what, problem) => {
  const { notifier, tell } = open()
  const upload = record('a', { phase: 'sending' })
  const waiting = { ...EMPTY_FLIGHT, problem }
  notifier.changed([toTell({ record: upload, flight: { ...waiting, problem: 'network' } })])
  expect(notifier.isBusy()).toBe(false)
  for (const failures of [1, 2]) {
    notifier.changed([toTell({ record: upload, flight: { ...waiting, failures } })])
    await tell()
  }
  expect(await tell()).toMatchObject([['1 upload needs you', { data: [upload.id] }]])
})
