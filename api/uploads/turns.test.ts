import { expect, it } from 'vitest'
import { createTurns } from './turns.ts'

const tick = () => new Promise((resolve) => setImmediate(resolve))

it('come one after the other for the same, in the order of asking, and at once for others', async () => {
  const turns = createTurns()
  const seen: string[] = []
  const take = (what: string, who: string) =>
    turns.take(what).then((end) => {
      seen.push(who)
      return end
    })
  const first = take('part 1', 'first')
  const second = take('part 1', 'second')
  const third = take('part 1', 'third')
  await take('part 2', 'other')
  await tick()
  expect(seen).toEqual(['first', 'other'])
  ;(await first)()
  await tick()
  expect(seen).toEqual(['first', 'other', 'second'])
  ;(await second)()
  ;(await third)()
  await take('part 1', 'later')
  expect(seen).toEqual(['first', 'other', 'second', 'third', 'later'])
})
