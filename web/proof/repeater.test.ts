import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createRepeater } from './repeater.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const work = vi.fn<(again: () => void) => Promise<void>>()
beforeEach(() => {
  vi.useFakeTimers()
  work.mockReset().mockResolvedValue()
})

test('work that fails before it could ask for more is done again, and the failure is told', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  work.mockRejectedValueOnce(new DOMException('the database can not be read', 'UnknownError'))
  createRepeater(work, 1000)()
  await vi.advanceTimersByTimeAsync(1000)
  expect(work).toHaveBeenCalledTimes(1)
  expect(warned).toHaveBeenCalledOnce()
  await vi.advanceTimersByTimeAsync(1000)
  expect(work).toHaveBeenCalledTimes(2)
  // There was nothing more to do.
  await vi.advanceTimersByTimeAsync(10_000)
  expect(work).toHaveBeenCalledTimes(2)
})

test('work goes on for as long as it asks for that', async () => {
  work.mockImplementation(async (again) => again())
  createRepeater(work, 1000)()
  await vi.advanceTimersByTimeAsync(5000)
  expect(work).toHaveBeenCalledTimes(5)
})

test('work is done once however often it is wanted soon, and at once where that is wanted', async () => {
  const soon = createRepeater(work, 1000)
  soon()
  await vi.advanceTimersByTimeAsync(500)
  soon()
  soon(0)
  await vi.advanceTimersByTimeAsync(0)
  expect(work).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(2000)
  expect(work).toHaveBeenCalledTimes(1)
})
