import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UploadError } from '../../../shared/errors.ts'
import { MIB } from '../../../shared/limits.ts'
import { MAX_BATCH, type Outcome } from '../../../shared/wire.ts'
import { createBatch } from './batch.ts'

const never = new AbortController().signal

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** An API that doubles numbers, and refuses what is below 0. */
function createDoubling() {
  const requests: { questions: readonly number[]; link: string | null; signal: AbortSignal }[] = []
  const ask = createBatch<number, number>(async (questions, link, signal) => {
    requests.push({ questions, link, signal })
    await new Promise((resolve) => setTimeout(resolve, 50))
    signal.throwIfAborted()
    return questions.map((one): Outcome<number> => {
      if (one >= 0) return { done: 2 * one }
      return { error: { code: 'limit_reached', message: 'no', retryable: false, retryAfter: 3 } }
    })
  })
  return { ask, requests }
}

describe('a batch', () => {
  it('leaves at once with all that is asked in one moment, and gives each its own answer', async () => {
    const { ask, requests } = createDoubling()
    const answers = Promise.allSettled([1, -1, 3].map((one) => ask(one, null, never)))
    await vi.advanceTimersByTimeAsync(60)
    expect(requests.map(({ questions }) => questions)).toEqual([[1, -1, 3]])
    expect(await answers).toMatchObject([
      { value: 2 },
      { reason: { code: 'limit_reached', retryAfter: 3000 } },
      { value: 6 },
    ])
  })

  it('gathers what follows, and never more than the API takes', async () => {
    const { ask, requests } = createDoubling()
    const answers: Promise<number>[] = []
    for (let n = 0; n < 350; n++) {
      answers.push(ask(n, null, never))
      await vi.advanceTimersByTimeAsync(2)
    }
    await vi.advanceTimersByTimeAsync(2000)
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 350 }, (_, n) => 2 * n))
    expect(requests.length).toBeLessThanOrEqual(5)
    for (let n = 0; n < 250; n++) void ask(n, null, never)
    await vi.advanceTimersByTimeAsync(2000)
    expect(Math.max(...requests.map(({ questions }) => questions.length))).toBe(MAX_BATCH)
  })

  it('asks apart for those that come by different links', async () => {
    const { ask, requests } = createDoubling()
    const answers = Promise.all([ask(1, 'a', never), ask(2, 'b', never), ask(3, 'a', never)])
    await vi.advanceTimersByTimeAsync(2000)
    expect(await answers).toEqual([2, 4, 6])
    expect(requests.map(({ link, questions }) => [link, questions])).toEqual([
      ['a', [1, 3]],
      ['b', [2]],
    ])
  })

  it('goes on for the others when one gives up, and ends when all have', async () => {
    const { ask, requests } = createDoubling()
    const [one, other] = [new AbortController(), new AbortController()]
    const first = ask(1, null, one.signal)
    const second = ask(2, null, other.signal)
    const reasons = Promise.allSettled([first, second])
    await vi.advanceTimersByTimeAsync(10)
    one.abort()
    await vi.advanceTimersByTimeAsync(1)
    expect(requests[0]?.signal.aborted).toBe(false)
    other.abort()
    expect(requests[0]?.signal.aborted).toBe(true)
    const ended = { reason: { name: 'AbortError' } }
    expect(await reasons).toMatchObject([ended, ended])
  })

  it('does not ask for one that gave up while it waited', async () => {
    const { ask, requests } = createDoubling()
    const waiting = new AbortController()
    const given = Promise.allSettled([ask(1, null, waiting.signal), ask(2, null, never)])
    waiting.abort()
    await vi.advanceTimersByTimeAsync(100)
    expect(requests.map(({ questions }) => questions)).toEqual([[2]])
    expect(await given).toMatchObject([{ status: 'rejected' }, { value: 4 }])
  })

  it('asks for no more at once than the API reads of one request', async () => {
    const requests: number[] = []
    const ask = createBatch<string, number>(async (questions) => {
      requests.push(new TextEncoder().encode(JSON.stringify(questions)).length)
      return questions.map((one) => ({ done: one.length }))
    })
    const answers = Promise.all(
      Array.from({ length: 20 }, () => ask('字'.repeat(30_000), null, never)),
    )
    await vi.advanceTimersByTimeAsync(5000)
    expect(await answers).toHaveLength(20)
    expect(Math.max(...requests)).toBeLessThan(MIB)
  })

  it('finds the one for which the request is refused, and leaves the others alone', async () => {
    const requests: number[] = []
    const ask = createBatch<number, number>(async (questions) => {
      requests.push(questions.length)
      if (questions.includes(37)) throw new UploadError('bad_request', 'not of the agreed form')
      return questions.map((one) => ({ done: 2 * one }))
    })
    const answers = Promise.allSettled(
      Array.from({ length: MAX_BATCH }, (_, n) => ask(n, null, never)),
    )
    await vi.advanceTimersByTimeAsync(10)
    for (const [n, answer] of (await answers).entries()) {
      if (n === 37) expect(answer).toMatchObject({ reason: { code: 'bad_request' } })
      else expect(answer).toMatchObject({ value: 2 * n })
    }
    expect(requests.length).toBeLessThanOrEqual(15)
  })

  it('fails for all when the request does, or lacks an answer', async () => {
    const ask = createBatch<number, number>(async () => [{ done: 1 }])
    const answers = Promise.allSettled([ask(1, null, never), ask(2, null, never)])
    await vi.advanceTimersByTimeAsync(10)
    expect(await answers).toMatchObject([{ value: 1 }, { reason: { code: 'bad_answer' } }])
  })
})
