import { expect, it } from 'vitest'
import type { ErrorCode } from '../../shared/errors.ts'
import { goesOnInTheBackground } from './hand-over-properties.ts'
import { endsWellWhateverFails } from './properties.ts'
import { createSimulation } from './simulation.ts'
import { tapes, TIME } from './tape.ts'

const NAMES = ['https://a.example', 'https://b.example', 'https://c.example']

it(
  'brings every file whole to its place, whichever hosts fail and whatever else does',
  () => endsWellWhateverFails(tapes(700), NAMES),
  TIME,
)

it(
  'does so when the browser takes them over, too',
  async () => {
    await goesOnInTheBackground(tapes(150), NAMES)
    await goesOnInTheBackground(tapes(150), NAMES, 2)
  },
  TIME,
)

const CODES: ErrorCode[] = ['network', 'timeout', 'store_denied', 'upload_gone', 'bad_answer']

it.each(CODES)('fails no upload because hosts answer with %s, if one takes parts', async (code) => {
  for (const good of NAMES) {
    // Two parts, and many.
    for (const size of [20, 400]) {
      const simulation = await createSimulation([], [size], NAMES)
      const { world, ids } = simulation
      const id = ids[0] ?? ''
      const { dead, sends } = world.hosts
      for (const name of NAMES) if (name !== good) dead.set(name, code)
      await simulation.add()
      let failed = 0
      for (;;) {
        if (simulation.recordOf(id)?.phase === 'failed') failed += 1
        if (!(await simulation.advance())) break
      }
      expect(failed).toBe(0)
      expect(simulation.recordOf(id)?.phase).toBe('verified')
      expect(sends.get(good)).toBe(size / 10)
      expect(world.sentInVain).toEqual([])
    }
  }
})

it('sends by all of them when all take parts', async () => {
  const simulation = await createSimulation([], [2000], NAMES)
  await simulation.add()
  while (await simulation.advance()) continue
  const sends = NAMES.map((name) => simulation.world.hosts.sends.get(name) ?? 0)
  expect(sends.reduce((sum, count) => sum + count)).toBe(200)
  expect(Math.min(...sends)).toBeGreaterThan(40)
})
