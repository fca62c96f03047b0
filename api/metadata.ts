import type { Answers } from '../shared/details.ts'
import { headerNameOf } from '../shared/form.ts'
import { wellFormed } from './text.ts'

/** S3's bound on user-defined metadata, keys and values together ("UsingMetadata.html"). */
const MAX_METADATA_BYTES = 2048
/** Of these so many for what was entered about the file, so that its name has room beside it. */
export const MAX_DETAILS_METADATA = 1024

export interface FileFacts {
  readonly id: string
  readonly name: string
  readonly path: string
  /** ms since 1970. */
  readonly lastModified: number
  readonly details?: Answers | undefined
}

/** What a text in a header begins with (RFC 8187, section 3.2.1), and has at least. */
const CHARSET = "UTF-8''"

/** Under which name the object's metadata has the upload's id. */
export const ID_KEY = 'longhaul-id'

/**
 * What is kept with the object about the file it was, as user-defined metadata (x-amz-meta-*): of its name
 * and path as much as has room. The receipt has all.
 */
export function objectMetadata({
  id,
  name,
  path,
  lastModified,
  details = {},
}: FileFacts): Record<string, string> {
  const metadata: Record<string, string> = { [ID_KEY]: id, ...detailsMetadata(details) }
  const time = new Date(lastModified)
  if (!Number.isNaN(time.getTime())) metadata['longhaul-last-modified'] = time.toISOString()
  let room = MAX_METADATA_BYTES
  for (const [key, value] of Object.entries(metadata)) room -= key.length + value.length
  for (const [key, text] of [
    ['longhaul-name', name],
    ['longhaul-path', path],
  ] as const) {
    if (text === '') continue
    const value = extendedValue(text, room - key.length)
    if (value === CHARSET) continue
    metadata[key] = value
    room -= key.length + value.length
  }
  return metadata
}

/**
 * What was entered about the file, a header for each, in the form's order: as many as have room, each
 * whole, as half of a number would be another one. The receipt has all.
 */
export function detailsMetadata(details: Answers): Record<string, string> {
  const metadata: Record<string, string> = {}
  let room = MAX_DETAILS_METADATA
  let leftOut = 0
  for (const [name, answer] of Object.entries(details)) {
    const key = `longhaul-detail-${headerNameOf(name)}`
    const value = extendedValue(String(answer), Infinity)
    if (key.length + value.length > room) leftOut += 1
    else {
      metadata[key] = value
      room -= key.length + value.length
    }
  }
  if (leftOut > 0) metadata['longhaul-details-left-out'] = String(leftOut)
  return metadata
}

/**
 * A text as RFC 8187, section 3.2.1, writes it in a header: `UTF-8''` and percent-encoded UTF-8.
 * Cut before the character that would make it longer than `maxLength`.
 */
export function extendedValue(text: string, maxLength: number): string {
  let value = CHARSET
  for (const point of wellFormed(text)) {
    const encoded = encodeURIComponent(point).replace(
      /[*'()]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
    )
    if (value.length + encoded.length > maxLength) break
    value += encoded
  }
  return value
}

/** The file's media type as the object's, where the browser's guess has the form of one. */
export function mediaType(guess: string): string {
  const essence = guess.split(';', 1)[0]?.trim() ?? ''
  return /^[\w.+-]+\/[\w.+-]+$/.test(essence) ? essence.toLowerCase() : 'application/octet-stream'
}
