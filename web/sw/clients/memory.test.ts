import { expect, it } from 'vitest'
import { createConditions } from './conditions.ts'
import { createHasher } from './hasher.ts'
import { createMemoryWatch } from './memory.ts'

it.each([
  [{}, null],
  [{ deviceMemory: 0.5 }, 0.5],
  [{ deviceMemory: 'much' }, null],
])('of a browser that tells %j of its machine', (navigator, size) => {
  expect(createMemoryWatch(navigator, () => 0).size).toBe(size)
})

it('is short for a while after a hasher could get none, and the machine is strained', async () => {
  let now = 0
  const memory = createMemoryWatch({}, () => now)
  const hashBytes = createHasher(memory.failed)
  const fails = async (cause: Error): Promise<void> => {
    const blob = new Blob(['a'])
    blob.stream = () => {
      throw cause
    }
    const hashed = hashBytes('md5', blob, new AbortController().signal)
    await expect(hashed).rejects.toMatchObject({ code: 'file_unreadable' })
  }
  const isStrained = (): boolean => createConditions({}, () => now, memory)().strained
  await fails(new Error('the disk is gone'))
  expect(isStrained()).toBe(false)
  await fails(new RangeError('Array buffer allocation failed'))
  expect(isStrained()).toBe(true)
  now += 60_000
  expect(isStrained()).toBe(false)
})
