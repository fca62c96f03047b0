import { expect, it } from 'vitest'
import { createWaits } from './waits.ts'

function openWaits() {
  const clock = { time: 0 }
  return { clock, waits: createWaits(() => clock.time) }
}

it('begin when a hand-over is first asked about, and anew when its sender is heard', () => {
  const { clock, waits } = openWaits()
  const first = waits.begin('ann', 'one', 30)
  clock.time = 20
  const second = waits.begin('ann', 'one', 30)
  const other = waits.begin('ann', 'other', 30)
  clock.time = 29
  expect([first, second, other].map((wait) => wait.isOver())).toEqual([false, false, false])
  clock.time = 30
  expect([first, second, other].map((wait) => wait.isOver())).toEqual([true, true, false])
  first.hear()
  clock.time = 59
  expect([first, second, other].map((wait) => wait.isOver())).toEqual([false, false, true])
  clock.time = 60
  expect(second.isOver()).toBe(true)
})

it('are of one person: the id is a word of the browser', () => {
  const { clock, waits } = openWaits()
  const ann = waits.begin('ann', 'one', 30)
  clock.time = 20
  const ben = waits.begin('ben', 'one', 30)
  clock.time = 30
  expect([ann.isOver(), ben.isOver()]).toEqual([true, false])
  ben.hear()
  expect(ann.isOver()).toBe(true)
})

it('end after two minutes, whatever is heard', () => {
  const { clock, waits } = openWaits()
  const wait = waits.begin('ann', 'one', 30_000)
  for (; clock.time < 120_000; clock.time += 500) {
    expect(wait.isOver()).toBe(false)
    waits.begin('ann', 'one', 30_000).hear()
  }
  expect(wait.isOver()).toBe(true)
})

it('are remembered of the latest thousand hand-overs', () => {
  const { clock, waits } = openWaits()
  for (; clock.time < 1001; clock.time++) waits.begin('ann', `hand-over ${clock.time}`, 1001)
  expect(waits.begin('ann', 'hand-over 1', 1000).isOver()).toBe(true)
  expect(waits.begin('ann', 'hand-over 0', 1000).isOver()).toBe(false)
})

it('come to an end, however many hand-overs there are', () => {
  const { clock, waits } = openWaits()
  const all = Array.from({ length: 3000 }, (_, n) => waits.begin('ann', `hand-over ${n}`, 30_000))
  clock.time = 30_000
  expect(all.filter((wait) => !wait.isOver())).toEqual([])
})
