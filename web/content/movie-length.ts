/**
 * How long a film in MP4 or QuickTime says it is, for those that the browser has no player for, as of
 * most cameras' own: ISO/IEC 14496-12, 4.2 and 8.2.2, which is of QuickTime's "Movie Header Atoms" too.
 */

/** A box's content, in bytes from the file's beginning. */
interface Content {
  readonly from: number
  readonly to: number
}

/** Boxes that are looked at before it is given up: a film has some ten of them, and may be damaged. */
const MOST_BOXES = 100
/** Bytes before a box's content, which are 8 where its size fits into 32 bits. */
const LONG_HEADER = 16
/** Bytes of a movie's header up to its length, in the longer of its two versions. */
const LENGTH_END = 32

/**
 * @returns seconds; null where the file is no such film or doesn't say
 * @throws DOMException where the file can't be read
 */
export async function movieLength(file: Blob): Promise<number | null> {
  const movie = await contentOf(file, 'moov', { from: 0, to: file.size })
  const header = movie && (await contentOf(file, 'mvhd', movie))
  if (!header || header.to - header.from < LENGTH_END) return null
  const said = await bytesAt(file, header.from, LENGTH_END)
  const isLong = said.getUint8(0) === 1
  const unitsPerSecond = said.getUint32(isLong ? 20 : 12)
  const units = isLong ? said.getBigUint64(24) : said.getUint32(16)
  // All ones say that it isn't known, and none that it stands with each of the film's fragments.
  const isKnown = units !== (isLong ? 0xffff_ffff_ffff_ffffn : 0xffff_ffff) && Number(units) > 0
  return isKnown && unitsPerSecond > 0 ? Number(units) / unitsPerSecond : null
}

/** Goes from box to box by their sizes, and reads no more of them. */
async function contentOf(file: Blob, type: string, { from, to }: Content): Promise<Content | null> {
  let at = from
  for (let box = 0; box < MOST_BOXES && at + LONG_HEADER <= to; box++) {
    const header = await bytesAt(file, at, LONG_HEADER)
    const [size, content] = sizeIn(header, to - at)
    if (size < content) return null
    if (header.getUint32(4) === codeOf(type)) {
      return { from: at + content, to: Math.min(at + size, to) }
    }
    at += size
  }
  return null
}

/** Bytes of the box, and how many of them come before its content. */
function sizeIn(header: DataView, left: number): [size: number, content: number] {
  const size = header.getUint32(0)
  if (size === 1) return [Number(header.getBigUint64(8)), LONG_HEADER]
  return [size === 0 ? left : size, 8]
}

function codeOf(type: string): number {
  return new DataView(new TextEncoder().encode(type).buffer).getUint32(0)
}

async function bytesAt(file: Blob, at: number, length: number): Promise<DataView> {
  return new DataView(await file.slice(at, at + length).arrayBuffer())
}
