import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')

/** What puts another in the place of a clock, a timer or something else that all code shares. */
const REPLACES = /vi\.(?:useFakeTimers|stubGlobal|mock)\(|spyOn\((?:globalThis|performance|Math)\b/

/**
 * The test files in these folders that replace globals. Such files need a realm of their own: what tests before
 * them have left running would be taken for what they test, and would go on by a clock that stands still.
 */
export function filesThatReplaceGlobals(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.test\.tsx?$/.test(path))
      .map((path) => `${folder}/${path}`)
      .filter((path) => REPLACES.test(readFileSync(join(ROOT, path), 'utf8'))),
  )
}
