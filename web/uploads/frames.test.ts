import { expect, test } from 'vitest'
import { createFrameQueue } from './frames.ts'

function queueOf(most: number) {
  const frames: (() => void)[] = []
  const worked: number[][] = []
  const queue = createFrameQueue<number>(
    (items) => worked.push([...items]),
    (item) => item,
    most,
    (call) => frames.push(call),
  )
  return { queue, worked, frames, draw: () => frames.shift()?.() }
}

test('all that comes within a frame is done in one, up to the bound, in order', () => {
  const { queue, worked, frames, draw } = queueOf(10)
  queue.add([1, 2])
  queue.add([3])
  expect(frames).toHaveLength(1)
  expect(worked).toEqual([])
  draw()
  expect(worked).toEqual([[1, 2, 3]])
  queue.add([6, 5, 4, 20, 1])
  expect(frames).toHaveLength(1)
  draw()
  draw()
  draw()
  expect(worked.slice(1)).toEqual([[6, 5], [4, 20], [1]])
  expect(frames).toHaveLength(0)
})

test('flushing does what waits at once, and tells who waits for the end', async () => {
  const { queue, worked, draw } = queueOf(1)
  queue.add([1, 1, 1])
  const drained = queue.drained().then(() => worked.flat().length)
  draw()
  queue.flush()
  expect(await drained).toBe(3)
  draw()
  expect(worked).toEqual([[1], [1, 1]])
  await queue.drained()
})
