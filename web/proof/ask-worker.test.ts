import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readInWorker, type FollowHold } from './ask-worker.ts'
import type { Order, Told } from './order.ts'
import { PATIENCE } from './patience.ts'

const ORDER: Order = { file: new Blob(['content']), kinds: [], from: null, partSize: null }
const FOUND = { hashes: { computedBy: 'browser' as const }, parts: null }
const READING = { progress: () => undefined, checkpoint: () => undefined }

/** A worker that reads nothing, and tells what a test has it tell. */
class SilentWorker extends EventTarget {
  postMessage(): void {}
  terminate = ended
  tell(data: Told): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

const ended = vi.fn<() => void>()
let worker: SilentWorker

/** Reads, and gives what became of it by now. */
function read(followHold?: FollowHold) {
  const outcome = vi.fn<(found: unknown) => void>()
  readInWorker(ORDER, READING, new AbortController().signal, followHold).then(outcome, outcome)
  return outcome
}

describe('a file that is read in a worker', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('Worker', function () {
      worker = new SilentWorker()
      return worker
    })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
    ended.mockReset()
  })

  it('is waited for as long as something is read', async () => {
    const outcome = read()
    await vi.advanceTimersByTimeAsync(PATIENCE - 1)
    worker.tell({ type: 'progress', at: 1 })
    await vi.advanceTimersByTimeAsync(PATIENCE - 1)
    worker.tell({ type: 'done', found: FOUND })
    await vi.advanceTimersByTimeAsync(PATIENCE)
    expect(outcome.mock.calls).toEqual([[FOUND]])
  })

  it('is given up where nothing is read for too long', async () => {
    const outcome = read()
    await vi.advanceTimersByTimeAsync(PATIENCE)
    expect(outcome).toHaveBeenCalledWith(expect.objectContaining({ why: 'stalled' }))
    expect(ended).toHaveBeenCalledOnce()
  })

  it('is not given up while it has to wait', async () => {
    let hold = (_held: boolean): void => undefined
    const outcome = read((tell) => {
      hold = tell
      tell(true)
      return () => undefined
    })
    worker.tell({ type: 'progress', at: 1 })
    await vi.advanceTimersByTimeAsync(2 * PATIENCE)
    expect(outcome).not.toHaveBeenCalled()
    hold(false)
    await vi.advanceTimersByTimeAsync(PATIENCE)
    expect(outcome).toHaveBeenCalledOnce()
  })
})
