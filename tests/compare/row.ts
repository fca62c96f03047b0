import { copyFile, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SceneOf } from '../survival/scene.ts'
import { haltAt } from '../survival/steps.ts'
import type { ContestPage, Contestant } from './contestant.ts'
import { seeToEnd, type Ending } from './see-to-end.ts'

/**
 * Bytes of the file that all rows send: at half of it not all of the rest may be under way, of which the
 * app has six parts of 16 MiB.
 */
export const FILE_SIZE = 300_000_000

/** ms that an upload has to end in, once nothing is in its way. */
const PATIENCE = 120_000

/** ms for which an upload is held before the fault, so that all that is to be written down is. */
const SETTLING = 2000

/** One try of one contestant. */
export interface Contest {
  readonly contestant: Contestant
  readonly scene: SceneOf<ContestPage>
  /** The scene's own copy of the file, which a row may change. */
  readonly path: string
  /** Tells something of the way to the end. */
  note(words: string): void
  /** Opens the page and gives it the file. */
  begin(): Promise<ContestPage>
  /** The same, and waits until the upload is held with so much of it arrived. Gives what lets it go on. */
  beginHeld(share: number): Promise<{ page: ContestPage; goOn(): void }>
  /** Sees the upload to its end, and that is where the page gives it up. */
  seeToEnd(page: ContestPage): Promise<Ending>
  /** The same, but begins a new upload where the page has given up and offers a way to. */
  seeThrough(page: ContestPage): Promise<Ending>
}

/** A fault that every contestant is put through. */
export interface Row {
  /** For `--only` and `--skip`. */
  readonly id: string
  readonly fault: string
  run(contest: Contest): Promise<Ending>
}

/** @param notes is given what is told */
export async function openContest(
  contestant: Contestant,
  scene: SceneOf<ContestPage>,
  notes: string[],
): Promise<Contest> {
  const path = join(scene.folder, scene.file.name)
  await copyFile(scene.file.path, path)
  // A whole second can be set again exactly.
  const { atime, mtime } = await stat(scene.file.path)
  await utimes(path, atime, mtime)
  const begin = async () => {
    const page = await scene.openPage()
    await page.add(path, scene.source)
    return page
  }
  return {
    contestant,
    scene,
    path,
    note: (words) => void notes.push(words),
    begin,
    async beginHeld(share) {
      const halt = haltAt(scene, share, contestant.partSize)
      const page = await begin()
      await halt.reached()
      await sleep(SETTLING)
      return { page, goOn: () => halt.goOn() }
    },
    seeToEnd: (page) => seeToEnd(page, path, PATIENCE),
    seeThrough: (page) => seeToEnd(page, path, PATIENCE, true),
  }
}
