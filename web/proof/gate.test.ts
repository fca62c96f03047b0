import { expect, it } from 'vitest'
import { createGate } from './gate.ts'

it('lets nobody through while it is held, and then everybody who waited', async () => {
  const gate = createGate()
  const passed: string[] = []
  const pass = async (name: string) => {
    await gate.passed()
    passed.push(name)
  }
  await pass('before')
  gate.hold(true)
  const waiting = [pass('first'), pass('second')]
  await Promise.resolve()
  expect(passed).toEqual(['before'])
  gate.hold(false)
  await Promise.all(waiting)
  await pass('after')
  expect(passed).toEqual(['before', 'first', 'second', 'after'])
})
