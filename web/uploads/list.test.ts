import { effect } from '@preact/signals'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  UPLOAD_STATES,
  type AllUploads,
  type Changed,
  type UploadView,
} from '../../shared/messages.ts'
import { createUploadList } from './list.ts'
import { createReconciler, MOST_A_FRAME } from './reconcile.ts'
import { changeTotals, NO_TOTALS } from './totals.ts'

function view(id: string, changes: Partial<UploadView> = {}): UploadView {
  return {
    id,
    name: id,
    path: '',
    size: 100,
    lastModified: 0,
    state: 'waiting',
    sent: 0,
    inFlight: 0,
    problem: null,
    retryAt: null,
    offline: false,
    handedOver: false,
    watchable: false,
    addedAt: 0,
    proof: null,
    ...changes,
  }
}

const ids = (list: ReturnType<typeof createUploadList>) => list.order.peek().map(({ id }) => id)

describe('the list', () => {
  test('is in the order of priorities and places, and of adding where there are none', () => {
    const list = createUploadList(() => 0)
    const uploads = [
      view('later', { addedAt: 5 }),
      view('low', { priority: 'low' }),
      view('high', { priority: 'high', addedAt: 9 }),
      view('placed', { addedAt: 9, place: 4 }),
      view('first'),
    ]
    list.change({ uploads, removed: [] })
    expect(ids(list)).toEqual(['high', 'first', 'placed', 'later', 'low'])
    list.change({ uploads: [view('later', { addedAt: 5, place: 3 })], removed: [] })
    expect(ids(list)).toEqual(['high', 'first', 'later', 'placed', 'low'])
    list.change({ uploads: [view('low', { priority: 'high', addedAt: 10 })], removed: ['first'] })
    expect(ids(list)).toEqual(['high', 'low', 'later', 'placed'])
  })

  test('a change reaches only the view of its own upload', () => {
    const list = createUploadList(() => 0)
    list.change({ uploads: [view('a'), view('b')], removed: [] })
    const renders = { order: 0, a: 0, b: 0 }
    const [a, b] = list.order.peek()
    effect(() => void (list.order.value, renders.order++))
    effect(() => void (a?.view.value, renders.a++))
    effect(() => void (b?.view.value, renders.b++))
    list.change({ uploads: [view('b', { sent: 5 })], removed: [] })
    expect(renders).toEqual({ order: 1, a: 1, b: 2 })
  })

  test('listeners are told what an upload was and is', () => {
    const told: (string | null)[] = []
    const list = createUploadList(
      () => 0,
      (before, after) => told.push(before?.state ?? null, after?.state ?? null),
    )
    list.change({ uploads: [view('a')], removed: [] })
    list.change({ uploads: [view('a', { state: 'failed' })], removed: [] })
    list.change({ uploads: [], removed: ['a', 'never there'] })
    expect(told).toEqual([null, 'waiting', 'waiting', 'failed', 'failed', null])
  })

  test('totals are those of the uploads, whatever happened before', () => {
    const anyView = fc
      .record({
        id: fc.constantFrom('a', 'b', 'c'),
        state: fc.constantFrom(...UPLOAD_STATES),
        sent: fc.nat(100),
        inFlight: fc.nat(100),
        problem: fc.constantFrom(null, 'file_gone' as const, 'file_permission' as const),
      })
      .map(({ id, ...changes }) => view(id, changes))
    const message = fc.record({
      uploads: fc.array(anyView, { maxLength: 3 }),
      removed: fc.subarray(['a', 'b', 'c']),
    })
    fc.assert(
      fc.property(fc.array(message), (messages) => {
        const list = createUploadList(() => 0)
        for (const one of messages) list.change(one)
        const counted = list
          .views()
          .reduce((totals, one) => changeTotals(totals, null, one), NO_TOTALS)
        expect(list.totals.peek()).toEqual(counted)
      }),
    )
  })

  test('what is through stays in the total of what goes on when it is taken out of the list', () => {
    const list = createUploadList(() => 0)
    const through = view('a', { state: 'verified', sent: 100 })
    const going = view('b', { state: 'uploading', sent: 50 })
    const change = (uploads: UploadView[], removed: string[] = []) => {
      list.change({ uploads, removed })
      const { files, verified, size, sent } = list.run.peek()
      return [files, verified, size, sent]
    }
    expect(change([through, going, view('c', { state: 'failed', sent: 9 })])).toEqual([
      3, 1, 300, 159,
    ])
    expect(change([], ['a'])).toEqual([3, 1, 300, 159])
    // Of what never arrives nothing is left to be counted.
    expect(change([], ['c'])).toEqual([2, 1, 200, 150])
    expect(change([through])).toEqual([2, 1, 200, 150])
    expect(change([{ ...going, state: 'paused' }], ['a'])).toEqual([2, 1, 200, 150])
    expect(change([{ ...going, state: 'verified', sent: 100 }])).toEqual([1, 1, 100, 100])
    expect(change([view('d')])).toEqual([2, 1, 200, 100])
  })

  test('speed counts on through a moment of waiting, and starts anew after a pause', () => {
    let now = 0
    const list = createUploadList(() => now)
    const at = (time: number, changes: Partial<UploadView>) => {
      now = time
      list.change({ uploads: [view('a', changes)], removed: [] })
      return list.order.peek()[0]?.arrivals().length
    }
    expect(at(0, { state: 'uploading' })).toBe(1)
    expect(at(1000, { state: 'uploading', sent: 10 })).toBe(2)
    expect(at(2000, { state: 'waiting', sent: 20 })).toBe(3)
    expect(at(3000, { state: 'paused', sent: 20 })).toBe(0)
    expect(at(4000, { state: 'uploading', sent: 20 })).toBe(1)
  })
})

describe('reconciling', () => {
  test('changes that arrive meanwhile win over the older answer', async () => {
    const list = createUploadList(() => 0)
    let answer: (all: AllUploads) => void = () => {}
    const ask = () => new Promise<AllUploads>((resolve) => (answer = resolve))
    const before: string[][] = []
    const reconciler = createReconciler(list, ask, () => before.push(ids(list)), queueMicrotask)
    const changed = (uploads: UploadView[], removed: string[] = []): void => {
      const message: Changed = { type: 'changed', uploads, removed }
      reconciler.changed(message)
    }
    changed([view('old')])
    const done = reconciler.reconcile()
    changed([view('new')], ['gone'])
    answer({ uploads: [view('gone'), view('kept')], database: 'd' })
    await done
    expect(before).toEqual([['new', 'old']])
    expect(ids(list)).toEqual(['kept', 'new'])
  })

  test('ten thousand uploads reach the list a bounded number a frame, whatever comes meanwhile', async () => {
    const list = createUploadList(() => 0)
    list.change({ uploads: [view('gone')], removed: [] })
    const all = Array.from({ length: 10_000 }, (_, number) =>
      view(`${number}`, { addedAt: number }),
    )
    const frames: (() => void)[] = []
    const ask = async () => ({ uploads: all, database: 'd' })
    const reconciler = createReconciler(
      list,
      ask,
      () => undefined,
      (call) => frames.push(call),
    )
    let told = 0
    let orders = 0
    effect(() => void (list.order.value, orders++))
    const done = reconciler.reconcile()
    await Promise.resolve()
    reconciler.changed({
      type: 'changed',
      uploads: [view('7', { sent: 9, addedAt: 7 })],
      removed: [],
    })
    for (let frame = frames.shift(); frame; frame = frames.shift()) {
      const before = list.order.peek().length
      frame()
      told = Math.max(told, list.order.peek().length - before)
      await Promise.resolve()
    }
    await done
    expect(told).toBe(MOST_A_FRAME)
    // Of a frame's changes a view hears once.
    expect(orders).toBeLessThanOrEqual(1 + 10_000 / MOST_A_FRAME + 2)
    expect(ids(list)).toEqual(all.map(({ id }) => id))
    expect(list.find('7')?.sent).toBe(9)
  })

  test('questions at the same time are one, and a failed one may be repeated', async () => {
    const list = createUploadList(() => 0)
    let questions = 0
    const ask = async () => {
      questions += 1
      if (questions === 1) throw new Error('no answer')
      return { uploads: [view('a')], database: 'd' }
    }
    const reconciler = createReconciler(list, ask, () => undefined, queueMicrotask)
    const both = await Promise.allSettled([reconciler.reconcile(), reconciler.reconcile()])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(questions).toBe(1)
    await reconciler.reconcile()
    expect(ids(list)).toEqual(['a'])
  })
})
