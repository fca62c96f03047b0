import { describe, expect, it } from 'vitest'
import type { Receipt } from '../../shared/receipt.ts'
import type { UploadStatus } from '../../shared/upload-status.ts'
import type { Look, LookProblem } from './look.ts'
import { createWatcher, type Sight } from './watcher.ts'

const STATUS: UploadStatus = {
  state: 'sending',
  name: 'film.mov',
  path: '',
  size: 100,
  sent: 50,
  parts: 1,
  partCount: 2,
  receipt: null,
  updatedAt: '2026-11-22T10:00:00.000Z',
  unchangedForSeconds: 2,
  nextInSeconds: 3,
}
const RECEIPT: Receipt = {
  version: 1,
  id: 'id',
  bucket: 'b',
  key: 'k',
  name: 'film.mov',
  path: '',
  size: 100,
  partSize: 50,
  partCount: 2,
  etag: 'e',
  checksum: { algorithm: 'none', value: null, proof: 'size-only' },
  createdAt: '2026-11-22T10:00:00.000Z',
  completedAt: '2026-11-22T10:00:00.000Z',
}
const DISPROVED: Receipt = {
  ...RECEIPT,
  disproved: { at: '2026-11-22T11:00:00.000Z', crc64nvme: 'AAAAAAAAAAA=' },
}

const seen = (change: Partial<UploadStatus> = {}): Look => ({
  type: 'seen',
  status: { ...STATUS, ...change },
})
const unseen = (problem: LookProblem, retryAfter = 0): Look => ({
  type: 'unseen',
  problem,
  retryAfter,
})

/** A watcher on a clock that stands until it is told to go on; chance is always 1. */
function openWatcher(first: Look) {
  let now = 1_000_000
  let timer: { at: number; call: () => void } | null = null
  const world = { look: first, asked: [] as number[], sights: [] as Sight[] }
  const watcher = createWatcher(
    {
      look: () => {
        world.asked.push(now - 1_000_000)
        return Promise.resolve(world.look)
      },
      now: () => now,
      random: () => 1,
      after(delay, call) {
        const own = { at: now + delay, call }
        timer = own
        return () => {
          if (timer === own) timer = null
        }
      },
    },
    (sight) => world.sights.push(sight),
  )
  return {
    ...watcher,
    world,
    last: () => world.sights.at(-1),
    /** Lets so many ms pass, and all that falls into them happen. */
    async pass(ms: number) {
      const end = now + ms
      while (timer && timer.at <= end) {
        const { at, call } = timer
        timer = null
        now = Math.max(now, at)
        call()
        await new Promise((resolve) => setTimeout(resolve))
      }
      now = end
    },
    isWaiting: () => timer !== null,
  }
}

describe('the watcher', () => {
  it('looks at once, and then as often as the server says', async () => {
    const watcher = openWatcher(seen())
    watcher.visible(true)
    await watcher.pass(7000)
    expect(watcher.world.asked).toEqual([0, 3000, 6000])
    watcher.world.look = seen({ nextInSeconds: 30 })
    await watcher.pass(60_000)
    expect(watcher.world.asked).toEqual([0, 3000, 6000, 9000, 39_000])
    expect(watcher.last()).toMatchObject({ status: { sent: 50 }, seenAt: 1_039_000, problem: null })
  })

  it('asks nothing while nobody sees it, and at once when somebody does again', async () => {
    const watcher = openWatcher(seen())
    await watcher.pass(60_000)
    expect(watcher.world.asked).toEqual([])
    watcher.visible(true)
    await watcher.pass(1000)
    watcher.visible(false)
    await watcher.pass(600_000)
    expect(watcher.world.asked).toEqual([60_000])
    watcher.visible(true)
    await watcher.pass(0)
    expect(watcher.world.asked).toEqual([60_000, 661_000])
  })

  it('asks no sooner for being hidden and seen in between', async () => {
    const watcher = openWatcher(seen())
    watcher.visible(true)
    await watcher.pass(1000)
    watcher.visible(false)
    watcher.visible(true)
    await watcher.pass(1000)
    expect(watcher.world.asked).toEqual([0])
    await watcher.pass(1000)
    expect(watcher.world.asked).toEqual([0, 3000])
  })

  it('asks the more seldom the longer there is no answer, and keeps what it saw', async () => {
    const watcher = openWatcher(seen())
    watcher.visible(true)
    await watcher.pass(0)
    watcher.world.look = unseen('network')
    await watcher.pass(40_000)
    expect(watcher.world.asked).toEqual([0, 3000, 8000, 18_000, 38_000])
    expect(watcher.last()).toMatchObject({ status: { sent: 50 }, problem: 'network' })
    await watcher.pass(3_600_000)
    const [before = 0, last = 0] = watcher.world.asked.slice(-2)
    expect(last - before).toBe(300_000)
    watcher.world.look = seen()
    watcher.online()
    await watcher.pass(3000)
    expect(watcher.last()).toMatchObject({ problem: null })
    expect(watcher.world.asked.slice(-2)).toEqual([3_640_000, 3_643_000])
  })

  it('leaves a busy server alone for as long as it asks, also when the network is back', async () => {
    const watcher = openWatcher(unseen('server', 90_000))
    watcher.visible(true)
    await watcher.pass(1000)
    watcher.online()
    await watcher.pass(90_000)
    expect(watcher.world.asked).toEqual([0, 90_000])
  })

  it.each<[string, Look]>([
    [
      'a receipt that says that its file is another one',
      seen({ state: 'completed', receipt: DISPROVED }),
    ],
    ['a link that has run out', unseen('expired')],
    ['a link that is refused', unseen('refused')],
  ])('ends with %s', async (_what, look) => {
    const watcher = openWatcher(seen())
    watcher.visible(true)
    await watcher.pass(0)
    watcher.world.look = look
    await watcher.pass(3_600_000)
    watcher.visible(false)
    watcher.visible(true)
    watcher.online()
    expect(watcher.isWaiting()).toBe(false)
    expect(watcher.world.asked).toEqual([0, 3000])
    expect(watcher.world.sights).toHaveLength(2)
  })

  it('goes on with one that is gone, has no receipt yet, or has one that may be disproved', async () => {
    const watcher = openWatcher(seen({ state: 'gone', nextInSeconds: 60 }))
    watcher.visible(true)
    await watcher.pass(0)
    watcher.world.look = seen({ state: 'completed' })
    await watcher.pass(61_000)
    watcher.world.look = seen({ state: 'completed', receipt: RECEIPT, nextInSeconds: 60 })
    await watcher.pass(62_000)
    expect(watcher.world.asked).toEqual([0, 60_000, 63_000, 123_000])
    watcher.world.look = seen({ state: 'completed', receipt: DISPROVED, nextInSeconds: 60 })
    await watcher.pass(3_600_000)
    expect(watcher.world.asked).toEqual([0, 60_000, 63_000, 123_000, 183_000])
  })

  it('tells nothing that comes after its end', async () => {
    const watcher = openWatcher(seen())
    watcher.visible(true)
    const passed = watcher.pass(0)
    watcher.stop()
    await passed
    await watcher.pass(60_000)
    expect(watcher.world.sights).toEqual([])
    expect(watcher.isWaiting()).toBe(false)
  })
})
