import type { Endings } from '../../bench/support/ending.ts'
import { missOf, MomentMissed, type Outcome, type Row } from './row.ts'
import { openScene, type Scene, type SceneOptions } from './scene.ts'

/** How often a row is begun before its moment must have come. */
const BEGINNINGS = 3

/**
 * Puts one upload through the row's fault, in a scene of its own, and says what came of it.
 *
 * @throws MomentMissed where it never came
 */
export async function attempt(
  row: Row,
  options: SceneOptions,
  endings: Endings,
  say: (line: string) => void,
): Promise<Outcome> {
  for (let beginning = 1; ; beginning++) {
    const outcome = await attemptOnce(row, options, endings, say)
    if (!(outcome instanceof MomentMissed)) return outcome
    say(`${row.id} ${options.number}: its moment never came, as ${outcome.message}`)
    if (beginning === BEGINNINGS) throw outcome
  }
}

async function attemptOnce(
  row: Row,
  options: SceneOptions,
  endings: Endings,
  say: (line: string) => void,
): Promise<Outcome | MomentMissed> {
  const begin = performance.now()
  const scene = await openScene(options)
  let closing: Promise<void> | undefined
  const close = () => (closing ??= scene.close())
  endings.add(close)
  try {
    const outcome = await outcomeOf(row, scene)
    if (outcome instanceof MomentMissed) return outcome
    const seconds = Math.round((performance.now() - begin) / 1000)
    const miss = missOf(row.goal, outcome)
    const { bytesTwice, bytesAllowed, clicks } = outcome
    say(
      `${row.id} ${options.number} (${options.source}, ${seconds} s): ` +
        `${miss === null ? outcome.ended : `MISSED: ${miss}`}; ` +
        `${bytesTwice} of ${bytesAllowed} bytes sent again, ${clicks} clicks`,
    )
    if (miss !== null) say(`  ${await scene.describe()}`)
    return outcome
  } finally {
    await close()
  }
}

/** A row that breaks off has an outcome too: what broke it off. */
async function outcomeOf(row: Row, scene: Scene): Promise<Outcome | MomentMissed> {
  let ended: string
  try {
    ended = await row.run(scene)
  } catch (error) {
    if (error instanceof MomentMissed) return error
    ended = error instanceof Error ? error.message : String(error)
  }
  return scene.outcome(ended)
}
