/** Parts of an object: which bytes are asked for, and in which files they are. */
import type { ByteRange } from '../../shared/plan.ts'
import { S3Error } from './errors.ts'
import type { Segment } from './records.ts'

/**
 * The bytes a Range header asks for; undefined for the whole, which also answers what is no
 * single range (RFC 9110, section 14.2).
 *
 * @throws S3Error InvalidRange when the object has none of them
 */
export function readRange(text: string | undefined, size: number): ByteRange | undefined {
  const found = /^bytes=(\d{0,16})-(\d{0,16})$/.exec(text?.trim() ?? '')
  const [, first = '', last = ''] = found ?? []
  if (first === '' && last === '') return undefined
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first)
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size)
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined
  if (start >= end) {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      fields: { ActualObjectSize: String(size), RangeRequested: text ?? '' },
      headers: { 'content-range': `bytes */${size}` },
    })
  }
  return { start, end }
}

/** A run of bytes within one file; `end` is not included. */
export interface FileRange extends ByteRange {
  readonly file: string
}

/** Where the bytes of a range are, in their order. */
export function locateRange(segments: readonly Segment[], range: ByteRange): FileRange[] {
  const found: FileRange[] = []
  let offset = 0
  for (const { file, size } of segments) {
    const start = Math.max(range.start - offset, 0)
    const end = Math.min(range.end - offset, size)
    if (start < end) found.push({ file, start, end })
    offset += size
  }
  return found
}

/** The bytes of one part of an object that was uploaded in parts; undefined when it has none. */
export function rangeOfPart(
  segments: readonly Segment[],
  partNumber: number,
): ByteRange | undefined {
  let start = 0
  for (const [index, { size, partNumber: number }] of segments.entries()) {
    if ((number ?? index + 1) === partNumber) return { start, end: start + size }
    start += size
  }
  return undefined
}
