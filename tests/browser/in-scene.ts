import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { openScene, type Scene, type SceneFile, type SceneOptions } from '../survival/scene.ts'
import { makeFile, sha256Of } from './files.ts'

const BUILT = resolve(import.meta.dirname, '../..', process.env['LONGHAUL_DIST'] ?? 'dist')

interface Film extends Pick<SceneOptions, 'rate' | 'settings'> {
  /** Bytes. */
  readonly size: number
  readonly source?: SceneOptions['source']
}

/**
 * For the tests of one file: gives each a scene of its own, with one film that is made once. No debugger
 * is attached to the worker, which would keep it alive (tests/servers/page-target.ts).
 */
export function scenesWith({ size, rate, source = 'dropped', settings }: Film) {
  let parent: string
  let file: SceneFile
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'longhaul-scenes-'))
    const made = await makeFile(join(parent, 'film.mov'), size)
    file = { ...made, sha256: await sha256Of(made.path) }
  })
  afterAll(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }))

  return (run: (scene: Scene) => Promise<void>) => async (): Promise<void> => {
    const changed = settings && { settings }
    await runInScene({ parent, file, source, number: 1, rate, ...changed }, run)
  }
}

/** Runs in a scene of its own; what fails tells how the scene was then. */
export async function runInScene(
  options: Omit<SceneOptions, 'built'>,
  run: (scene: Scene) => Promise<void>,
): Promise<void> {
  const scene = await openScene({ ...options, built: BUILT })
  try {
    await run(scene)
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${what}; ${await scene.describe()}`, { cause })
  } finally {
    await scene.close()
  }
}
