/** What a client says about an object beside its bytes, and how it gets it back. */
import { S3Error } from './errors.ts'
import type { ObjectHead, Description } from './records.ts'
import { readTagHeader } from './tags.ts'

type Headers = ReadonlyMap<string, string>

const KEPT = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const

/** S3's limit for user metadata, in bytes of names and values. */
const MAX_METADATA_BYTES = 2 * 1024
const METADATA_PREFIX = 'x-amz-meta-'

/** @throws S3Error MetadataTooLarge, InvalidTag, NotImplemented for what this store can't keep */
export function readDescription(headers: Headers): Description {
  refuseUnsupported(headers)
  const kept: Record<string, string> = {}
  for (const name of KEPT) {
    const value = name === 'content-encoding' ? contentEncoding(headers) : headers.get(name)
    if (value !== undefined && value !== '') kept[name] = sendable(name, value)
  }
  return { headers: kept, metadata: readMetadata(headers), tags: readTagHeader(headers) }
}

/** aws-chunked is the transfer's, not the object's. */
function contentEncoding(headers: Headers): string | undefined {
  const value = headers.get('content-encoding')
  if (!value?.includes('aws-chunked')) return value
  const rest = value.split(',').map((coding) => coding.trim())
  return rest.filter((coding) => coding !== 'aws-chunked').join(', ')
}

/** What came in a query may be no header's value: giving it back would then fail for ever. */
function sendable(name: string, value: string): string {
  const pattern = name === 'x-amz-meta' ? /^[\w!#$%&'*+.^`|~-]+$/ : /^[\t\x20-\x7e\x80-\xff]*$/
  if (pattern.test(value)) return value
  throw new S3Error('InvalidArgument', `The ${name} header has characters that no header may have`)
}

function readMetadata(headers: Headers): Description['metadata'] {
  const metadata: [string, string][] = []
  let bytes = 0
  for (const [name, value] of headers) {
    if (!name.startsWith(METADATA_PREFIX)) continue
    const short = name.slice(METADATA_PREFIX.length)
    bytes += Buffer.byteLength(short) + Buffer.byteLength(value, 'latin1')
    metadata.push([sendable('x-amz-meta', short), sendable(name, value)])
  }
  if (bytes > MAX_METADATA_BYTES) {
    throw new S3Error(
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
      { fields: { Size: String(bytes), MaxSizeAllowed: String(MAX_METADATA_BYTES) } },
    )
  }
  return metadata
}

const HARMLESS_ACLS: ReadonlySet<string> = new Set(['private', 'bucket-owner-full-control'])

/** Pretending to encrypt, lock or publish an object would be worse than refusing it. */
function refuseUnsupported(headers: Headers): void {
  const storageClass = headers.get('x-amz-storage-class')
  if (storageClass !== undefined && storageClass !== 'STANDARD') {
    throw new S3Error('InvalidStorageClass', 'The storage class you specified is not valid')
  }
  for (const [name, value] of headers) {
    const unsupported =
      /^x-amz-(server-side-encryption|object-lock|grant|website-redirect|write-offset)/.test(
        name,
      ) ||
      (name === 'x-amz-acl' && !HARMLESS_ACLS.has(value))
    if (unsupported) {
      throw new S3Error(
        'NotImplemented',
        'A header you provided implies functionality that is not implemented',
        { fields: { Header: name } },
      )
    }
  }
}

/** The headers of an answer about an object, but for its length. */
export function describe(head: ObjectHead, withChecksum: boolean): Record<string, string> {
  const { description, checksum } = head
  const answer: Record<string, string> = {
    'content-type': 'binary/octet-stream',
    ...description.headers,
    etag: `"${head.etag}"`,
    'last-modified': new Date(head.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
  }
  for (const [name, value] of description.metadata) {
    answer[METADATA_PREFIX + name] = value
  }
  if (description.tags.length > 0) answer['x-amz-tagging-count'] = String(description.tags.length)
  if (withChecksum && checksum) {
    answer[`x-amz-checksum-${checksum.algorithm.toLowerCase()}`] = checksum.value
    answer['x-amz-checksum-type'] = checksum.type
  }
  return answer
}
