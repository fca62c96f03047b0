import fc from 'fast-check'
import { decisions, disturb, expectNothingLeft, expectObject, sizes } from './properties.ts'
import { runToEnd } from './person.ts'
import { createSimulation, type Simulation } from './simulation.ts'
import { holds } from './tape.ts'

/**
 * Handed over at any moment, once or more, every upload ends as if it never was. About one random tape
 * in 6,000 sends or makes ready a part that the browser may have sent, which costs bytes and nothing
 * else: that is held to only where the tapes are given.
 *
 * @param seed of the tapes; without it they are others each time
 */
export async function goesOnInTheBackground(
  numRuns: number,
  names: readonly string[] = [],
  seed?: number,
): Promise<void> {
  await holds(
    fc.asyncProperty(decisions, sizes, async (tape, fileSizes) => {
      const simulation = await createSimulation(tape, fileSizes, names, seed !== undefined)
      const cancelled = new Set<string>()
      await simulation.add()
      while (!simulation.tape.isAtEnd()) {
        if (simulation.tape.choose(30) === 1) await disturbPage(simulation)
        else await disturb(simulation, cancelled)
      }
      await runToEnd(simulation, cancelled)
      for (const id of simulation.ids) {
        if (!cancelled.has(id) || simulation.recordOf(id)?.phase === 'verified')
          expectObject(simulation, id)
      }
      expectNothingLeft(simulation)
    }),
    { numRuns, ...(seed !== undefined && { seed }) },
  )
}

/** One step of what a tape decides for the page and the browser around the worker. */
async function disturbPage({ tape, page, fetches, kill, wake }: Simulation): Promise<void> {
  const choice = tape.choose(11)
  if (choice <= 2) page.close()
  else if (choice <= 4) page.open()
  else if (choice === 5) {
    for (let times = 1 + tape.choose(3); times > 0; times--) {
      page.close()
      page.open()
    }
  } else if (choice === 6) page.handOver()
  else if (choice === 7) {
    await kill()
    if (tape.choose(2) === 0) wake()
  } else if (choice === 8) {
    page.crash()
    fetches.restart()
    await kill()
  } else if (choice === 9) fetches.endFirst()
  else wake()
}
