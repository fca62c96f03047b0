import { expect, it } from 'vitest'
import { createWaits } from './waits.ts'

it('begin when a hand-over is first asked about, and anew when its sender is heard', () => {
  let time = 5
  const waits = createWaits(() => time)
  expect(waits.heardAt('one')).toBe(5)
  time = 20
  expect(waits.heardAt('one')).toBe(5)
  expect(waits.heardAt('other')).toBe(20)
  time = 30
  waits.hear('one')
  time = 40
  expect(waits.heardAt('one')).toBe(30)
  expect(waits.heardAt('other')).toBe(20)
})

it('are remembered of the latest thousand hand-overs', () => {
  let time = 0
  const waits = createWaits(() => time)
  for (; time < 1001; time++) waits.hear(`hand-over ${time}`)
  expect(waits.heardAt('hand-over 1')).toBe(1)
  expect(waits.heardAt('hand-over 0')).toBe(1001)
})
