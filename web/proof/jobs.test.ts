import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { jobOf } from '../../tests/page/hashing-runner.ts'
import { createJobStore } from './jobs.ts'

test('what is known of a job does not take the place of one that wants another hash by now', async () => {
  const store = createJobStore('other-hash')
  const [before, after] = [jobOf('a'), jobOf('a', { kinds: ['sha256', 'md5'] })]
  expect(await store.put([before])).toBe(true)
  expect(await store.put([after])).toBe(true)
  const checkpoint = { at: 4, states: {} }
  expect(await store.put([{ ...before, checkpoint }, jobOf('b')])).toBe(false)
  expect(await store.all()).toEqual([after, jobOf('b')])
})
