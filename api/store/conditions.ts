/** Conditional requests. Source: RFC 9110, section 13, and "Conditional requests" of S3. */
import { noSuchKey, S3Error } from './errors.ts'
import type { ObjectHead } from './records.ts'

type Headers = ReadonlyMap<string, string>

/**
 * Checks the conditions of a read, in the order of RFC 9110.
 *
 * @param prefix of the headers' names: empty, or `x-amz-copy-source-`
 * @throws S3Error PreconditionFailed, NotModified
 */
export function checkRead(headers: Headers, head: ObjectHead, prefix = ''): void {
  const match = headers.get(`${prefix}if-match`)
  const unmodifiedSince = dateOf(headers.get(`${prefix}if-unmodified-since`))
  if (match !== undefined) {
    if (!matches(match, head.etag)) throw preconditionFailed('If-Match')
  } else if (unmodifiedSince !== undefined && seconds(head.lastModified) > unmodifiedSince) {
    throw preconditionFailed('If-Unmodified-Since')
  }
  const noneMatch = headers.get(`${prefix}if-none-match`)
  const modifiedSince = dateOf(headers.get(`${prefix}if-modified-since`))
  const unchanged =
    noneMatch === undefined
      ? modifiedSince !== undefined && seconds(head.lastModified) <= modifiedSince
      : matches(noneMatch, head.etag)
  if (!unchanged) return
  if (prefix !== '') throw preconditionFailed('If-None-Match')
  throw new S3Error('NotModified', 'Not Modified', {
    headers: {
      etag: `"${head.etag}"`,
      'last-modified': new Date(head.lastModified).toUTCString(),
    },
  })
}

/**
 * The conditions of a write, to be checked in the moment of writing.
 *
 * @returns throws PreconditionFailed or NoSuchKey for an object that must not be there, or must
 * @throws S3Error NotImplemented for what S3 has no meaning for
 */
export function writeCondition(
  headers: Headers,
  key: string,
): (current: ObjectHead | undefined) => void {
  const noneMatch = headers.get('if-none-match')
  const match = headers.get('if-match')
  if ((noneMatch !== undefined && noneMatch !== '*') || (noneMatch !== undefined && match)) {
    throw new S3Error(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
      { fields: { Header: 'If-None-Match' } },
    )
  }
  return (current) => {
    if (noneMatch !== undefined && current) throw preconditionFailed('If-None-Match')
    if (match === undefined) return
    if (!current) throw noSuchKey(key)
    if (!matches(match, current.etag)) throw preconditionFailed('If-Match')
  }
}

/** Whether a range may be answered (RFC 9110, If-Range): else the whole is. */
export function allowsRange(headers: Headers, head: ObjectHead): boolean {
  const value = headers.get('if-range')
  if (value === undefined) return true
  return value.startsWith('"')
    ? matches(value, head.etag)
    : dateOf(value) === seconds(head.lastModified)
}

function matches(list: string, etag: string): boolean {
  return list.split(',').some((item) => {
    const candidate = item.trim().replace(/^W\//, '')
    return candidate === '*' || candidate.replace(/^"(.*)"$/, '$1') === etag
  })
}

function dateOf(text: string | undefined): number | undefined {
  const date = Date.parse(text ?? '')
  return Number.isNaN(date) ? undefined : seconds(date)
}

/** HTTP dates know no fractions. */
function seconds(instant: number): number {
  return Math.floor(instant / 1000)
}

function preconditionFailed(condition: string): S3Error {
  return new S3Error(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    { fields: { Condition: condition } },
  )
}
