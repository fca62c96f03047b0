import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { S3Client } from '@aws-sdk/client-s3'
import { openStore, type OpenStore } from '../testing/harness.ts'
import { createS3Client } from './client.ts'
import { followStoreClock } from './store-clock.ts'

const MINUTE = 60_000

let store: OpenStore
let client: S3Client
let asked = 0

beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  asked = 0
  client = createS3Client(store.address, () => (asked += 1))
})
afterEach(() => {
  client.destroy()
  vi.useRealTimers()
  store.clock.ahead = 0
})

/** In whole minutes: what is on the way takes a moment. */
async function minutes(clock: () => Promise<number>): Promise<number> {
  return Math.round((await clock()) / MINUTE)
}

it('is asked for once, and little is nothing', async () => {
  store.clock.ahead = 4 * MINUTE
  const clock = followStoreClock([client], 'files')
  expect(await Promise.all([clock(), clock(), clock()])).toEqual([0, 0, 0])
  expect(await clock()).toBe(0)
  expect(asked).toBe(1)
})

it('is told by a refusal too', async () => {
  store.clock.ahead = -6 * MINUTE
  const clock = followStoreClock([client], 'another')
  expect(await minutes(clock)).toBe(-6)
})

it('is asked for again when this machine’s clock was set', async () => {
  const clock = followStoreClock([client], 'files')
  expect(await minutes(clock)).toBe(0)
  const right = Date.now()
  vi.setSystemTime(right + 20 * MINUTE)
  // The store of this test has the same clock, and would be set along.
  store.clock.ahead = -20 * MINUTE
  expect(await minutes(clock)).toBe(-20)
  vi.setSystemTime(right)
  store.clock.ahead = 0
  expect(await minutes(clock)).toBe(0)
})

it('is taken to be this one’s where there is no store', async () => {
  const nowhere = createS3Client({ ...store.address, endpoint: 'http://127.0.0.1:9' })
  expect(await followStoreClock([nowhere], 'files')()).toBe(0)
  nowhere.destroy()
})
