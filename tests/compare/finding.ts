import { sha256Of } from '../browser/files.ts'
import type { SceneOf } from '../survival/scene.ts'
import type { ContestPage } from './contestant.ts'
import type { Ending } from './see-to-end.ts'

/** What the store has in the end, held against the file. */
export type Found =
  | 'none'
  /** The file as it was given to the page. */
  | 'right'
  /** The file as it was changed meanwhile. */
  | 'as it is now'
  /** What the file never was. */
  | 'another'

/** What came of one row for one contestant. */
export interface Finding {
  /** What there is to tell of the way to the end. */
  readonly notes: readonly string[]
  readonly ending: Ending
  readonly found: Found
  /** Bytes of parts that came from the browser beyond the file's size; null where there is no object. */
  readonly bytesTwice: number | null
}

/** @param path of the file as it is now */
export async function findingOf(
  { objects, file, parts }: Pick<SceneOf<ContestPage>, 'objects' | 'file' | 'parts'>,
  { notes, ending }: Pick<Finding, 'notes' | 'ending'>,
  path: string,
): Promise<Finding> {
  const keys = await objects.all()
  const [key] = keys
  const received = parts().reduce((sum, part) => sum + part.received, 0)
  if (key === undefined) return { notes, ending, found: 'none', bytesTwice: null }
  const sha256 = keys.length === 1 ? await objects.sha256Of(key) : ''
  const bytesTwice = received - file.size
  if (sha256 === file.sha256) return { notes, ending, found: 'right', bytesTwice }
  const found = sha256 === (await sha256Of(path)) ? 'as it is now' : 'another'
  return { notes, ending, found, bytesTwice }
}
