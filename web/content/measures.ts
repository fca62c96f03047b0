/** How large a picture is, and how long a film or a sound. */
import { imageSize } from 'image-size'
import { movieLength } from './movie-length.ts'

/** Either may be unknown: then it is null. */
export interface Measures {
  /** px, as it is shown. */
  readonly picture: { readonly width: number; readonly height: number } | null
  /** Seconds. */
  readonly length: number | null
}

/** Bytes in which pictures say how large they are, behind a preview and what else a camera adds. */
const HEAD = 512 * 1024
/** ms that a browser gets to find out how long a film is. */
const PATIENCE = 10_000
/** EXIF 2.32, tag 0x0112: from this value on a picture lies on its side. */
const ON_ITS_SIDE = 5

/** @param type the media type, as found in the content */
export async function measuresOf(file: Blob, type: string | null): Promise<Measures> {
  const [kind] = (type ?? '').split('/')
  if (kind === 'image') return { picture: await pictureSize(file), length: null }
  if (kind !== 'video' && kind !== 'audio') return { picture: null, length: null }
  return { picture: null, length: (await lengthOf(file, kind)) ?? (await movieLength(file)) }
}

async function pictureSize(file: Blob): Promise<Measures['picture']> {
  const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer())
  try {
    const { width, height, orientation = 1 } = imageSize(head)
    return orientation >= ON_ITS_SIDE ? { width: height, height: width } : { width, height }
  } catch {
    // Cut off, damaged, or of a kind that is not read: then nothing is said of it.
    return null
  }
}

/** By the browser, if it plays such files. */
async function lengthOf(file: Blob, kind: 'video' | 'audio'): Promise<number | null> {
  const player = document.createElement(kind)
  const address = URL.createObjectURL(file)
  try {
    return await new Promise<number | null>((found) => {
      const end = (): void => found(Number.isFinite(player.duration) ? player.duration : null)
      setTimeout(end, PATIENCE)
      player.addEventListener('loadedmetadata', end)
      player.addEventListener('error', () => found(null))
      player.preload = 'metadata'
      player.src = address
    })
  } finally {
    player.removeAttribute('src')
    player.load()
    URL.revokeObjectURL(address)
  }
}
