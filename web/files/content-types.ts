import type { NewFile } from '../../shared/messages.ts'
import type { Kind } from '../content/kind.ts'
import { isOfParts } from './of-parts.ts'

/** ms for which a disk is waited for. */
const LONGEST = 2000

/** The first bytes of a file tell what it is. Rejects where they can't be read. */
export type KindOf = (file: Blob) => Promise<Kind | null>

/**
 * The files with the media type that their content has, where it tells one in time; else with the
 * browser's, by their name. Only those that are sent in parts are read: a thousand small ones would be
 * read a thousand times.
 */
export function withContentTypes(
  files: readonly NewFile[],
  kindOf: KindOf,
  longest = LONGEST,
): Promise<NewFile[]> {
  return Promise.all(
    files.map(async (file) => {
      if (!isOfParts(file)) return file
      return { ...file, type: (await typeOf(file, kindOf, longest)) ?? file.type }
    }),
  )
}

async function typeOf({ name, source }: NewFile, kindOf: KindOf, longest: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, longest, null)))
  try {
    return await Promise.race([read(source, kindOf), late])
  } catch (error) {
    console.warn(`what ${name} is by its content is not known`, error)
    return null
  } finally {
    clearTimeout(timer)
  }
}

async function read(source: unknown, kindOf: KindOf): Promise<string | null> {
  const file = source instanceof FileSystemFileHandle ? await source.getFile() : source
  return file instanceof Blob ? ((await kindOf(file))?.type ?? null) : null
}
