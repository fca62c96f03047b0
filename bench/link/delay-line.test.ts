import { expect, it } from 'vitest'
import { createDelayLine } from './delay-line.ts'

it('gives what has arrived, once and in order', () => {
  const line = createDelayLine<string>()
  expect(line.nextAt()).toBeUndefined()
  line.push(10, 'a')
  line.push(20, 'b')
  line.push(20, 'c')
  expect(line.nextAt()).toBe(10)
  expect(line.take(9.9)).toEqual([])
  expect(line.take(10)).toEqual(['a'])
  line.push(30, 'd')
  expect(line.take(25)).toEqual(['b', 'c'])
  expect(line.nextAt()).toBe(30)
  expect(line.take(30)).toEqual(['d'])
  expect(line.take(1000)).toEqual([])
})

it('lets nothing overtake what was put in before', () => {
  const line = createDelayLine<string>()
  line.push(20, 'a')
  line.push(10, 'b')
  expect(line.take(19)).toEqual([])
  expect(line.take(20)).toEqual(['a', 'b'])
})
