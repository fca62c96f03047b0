import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { withinTime } from './time-limit.ts'

/** Ends as its signal does, and throws why. */
function untilEnded(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  })
}

function collectMemory(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

describe('what is done within a time', () => {
  it('ends after it, also when memory was collected meanwhile', async () => {
    const { signal } = new AbortController()
    const ends = Array.from({ length: 50 }, () => withinTime(50, signal, untilEnded))
    const all = Promise.allSettled(ends)
    await new Promise((resolve) => setTimeout(resolve, 5))
    collectMemory()
    collectMemory()
    for (const end of await all) {
      expect(end).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } })
    }
  }, 5000)

  it('ends when something else does, at the start too, with its reason', async () => {
    const stop = new AbortController()
    const reason = new Error('the server ends')
    const end = withinTime(60_000, stop.signal, untilEnded)
    stop.abort(reason)
    await expect(end).rejects.toBe(reason)
    const isAborted = withinTime(60_000, stop.signal, (signal) => Promise.resolve(signal.aborted))
    expect(await isAborted).toBe(true)
  })

  it('gives what is done, or why not', async () => {
    const { signal } = new AbortController()
    expect(await withinTime(60_000, signal, async () => 1)).toBe(1)
    const fault = new Error('not reached')
    await expect(withinTime(60_000, signal, () => Promise.reject(fault))).rejects.toBe(fault)
  })
})
