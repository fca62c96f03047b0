import type { NewFile } from '../../shared/messages.ts'
import type { Kind } from '../content/kind.ts'
import { isOfParts } from './of-parts.ts'

/** ms for which a disk is waited for. */
const LONGEST = 2000
/** So many small files of a batch are read: a thousand would be read a thousand times. */
const MOST_SMALL = 50

/** The first bytes of a file tell what it is. Rejects where they can't be read. */
export type KindOf = (file: Blob) => Promise<Kind | null>

/**
 * The files with the media type that their content has, where it tells one in time; else with the
 * browser's, by their name. Those that are sent in one part are read where the batch has but some of them.
 */
export function withContentTypes(
  files: readonly NewFile[],
  kindOf: KindOf,
  longest = LONGEST,
): Promise<NewFile[]> {
  const small = files.filter((file) => !isOfParts(file))
  return Promise.all(
    files.map(async (file) => {
      if (file.size === 0 || (small.length > MOST_SMALL && !isOfParts(file))) return file
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
