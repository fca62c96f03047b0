import { afterEach, expect, test, vi } from 'vitest'
import { orNull, PATIENCE } from '../proof/patience.ts'
import { createTurns } from './turns.ts'

afterEach(() => void vi.useRealTimers())

const never = () => new Promise<never>(() => undefined)

test('work is begun when what came before has ended, though that failed', async () => {
  const inTurn = createTurns()
  let fail: (reason: Error) => void = () => undefined
  const begun: string[] = []
  const first = inTurn(() => new Promise((_, reject) => (fail = reject)))
  const second = inTurn(async () => begun.push('second'))
  await Promise.resolve()
  expect(begun).toEqual([])
  fail(new Error('the disk is gone'))
  await expect(first).rejects.toThrow('the disk is gone')
  await second
  expect(begun).toEqual(['second'])
})

test('of work that never ends nothing more is waited for than one wants', async () => {
  vi.useFakeTimers()
  const inTurn = createTurns(orNull)
  const begun: string[] = []
  void inTurn(never)
  void inTurn(async () => begun.push('second'))
  await vi.advanceTimersByTimeAsync(PATIENCE - 1)
  expect(begun).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(begun).toEqual(['second'])
})
