/** The operations that list: objects, uploads, parts. */
import { MAX_LIST_PAGE, MAX_PART_COUNT } from '../../../shared/limits.ts'
import { S3Error } from '../errors.ts'
import { listPage } from '../listing.ts'
import { keyOf, uploadIdOf, xmlAnswer, type Call, type Operation } from '../operation.ts'
import { encodeUri, readInteger, type Query } from '../request.ts'
import type { ObjectHead, PartRecord } from '../records.ts'
import { compareKeys, SortedKeys } from '../utf8-order.ts'
import type { Upload } from '../uploads.ts'
import { element, optional, xmlDocument, type Xml } from '../xml-write.ts'

const OWNER = [element('ID', 'owner'), element('DisplayName', 'owner')]

interface ListQuery {
  readonly prefix: string
  readonly delimiter: string
  readonly limit: number
  readonly encodingType: string | undefined
  /** Writes a name as the client asked for it. */
  readonly name: (text: string) => string
}

function readListQuery(query: Query, limitName: string): ListQuery {
  const encodingType = query.get('encoding-type')
  if (encodingType !== undefined && encodingType !== 'url') {
    throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request')
  }
  const limit = readInteger(limitName, query.get(limitName), 0, 2 ** 31 - 1)
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    limit: Math.min(limit ?? MAX_LIST_PAGE, MAX_LIST_PAGE),
    encodingType,
    name: encodingType === 'url' ? encodeName : (text) => text,
  }
}

function encodeName(text: string): string {
  return encodeUri(text).replaceAll('%2F', '/')
}

function writeObject(head: ObjectHead, { name }: ListQuery, owner: boolean): Xml {
  return element(
    'Contents',
    element('Key', name(head.key)),
    element('LastModified', new Date(head.lastModified).toISOString()),
    element('ETag', `"${head.etag}"`),
    optional('ChecksumAlgorithm', head.checksum?.algorithm),
    optional('ChecksumType', head.checksum?.type),
    element('Size', head.size),
    owner ? element('Owner', OWNER) : undefined,
    element('StorageClass', 'STANDARD'),
  )
}

function writePrefixes(prefixes: readonly string[], { name }: ListQuery): Xml[] {
  return prefixes.map((prefix) => element('CommonPrefixes', element('Prefix', name(prefix))))
}

export const listObjectsV2: Operation = ({ request: { query }, state: { objects }, bucket }) => {
  const list = readListQuery(query, 'max-keys')
  const token = query.get('continuation-token')
  const startAfter = query.get('start-after')
  const after = token === undefined ? (startAfter ?? '') : readToken(token)
  const page = listPage(objects.keys, { ...list, after })
  const { name } = list
  const next = page.truncated && page.last !== undefined ? writeToken(page.last) : undefined
  return xmlAnswer(
    xmlDocument(
      'ListBucketResult',
      element('Name', bucket),
      element('Prefix', name(list.prefix)),
      list.delimiter === '' ? undefined : element('Delimiter', name(list.delimiter)),
      element('MaxKeys', list.limit),
      optional('EncodingType', list.encodingType),
      element('KeyCount', page.keys.length + page.commonPrefixes.length),
      element('IsTruncated', page.truncated),
      optional('ContinuationToken', token),
      optional('NextContinuationToken', next),
      startAfter === undefined ? undefined : element('StartAfter', name(startAfter)),
      page.keys.map((key) =>
        writeObject(objects.get(key), list, query.get('fetch-owner') === 'true'),
      ),
      writePrefixes(page.commonPrefixes, list),
    ),
  )
}

export const listObjectsV1: Operation = ({ request: { query }, state: { objects }, bucket }) => {
  const list = readListQuery(query, 'max-keys')
  const marker = query.get('marker') ?? ''
  const page = listPage(objects.keys, { ...list, after: marker })
  const { name } = list
  const next = page.truncated && list.delimiter !== '' ? page.last : undefined
  return xmlAnswer(
    xmlDocument(
      'ListBucketResult',
      element('Name', bucket),
      element('Prefix', name(list.prefix)),
      element('Marker', name(marker)),
      list.delimiter === '' ? undefined : element('Delimiter', name(list.delimiter)),
      element('MaxKeys', list.limit),
      optional('EncodingType', list.encodingType),
      element('IsTruncated', page.truncated),
      next === undefined ? undefined : element('NextMarker', name(next)),
      page.keys.map((key) => writeObject(objects.get(key), list, true)),
      writePrefixes(page.commonPrefixes, list),
    ),
  )
}

function writeToken(last: string): string {
  return Buffer.from(last, 'utf8').toString('base64url')
}

function readToken(token: string): string {
  const bytes = Buffer.from(token, 'base64url')
  const text = bytes.toString('utf8')
  if (token === '' || writeToken(text) !== token) {
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect')
  }
  return text
}

export const listMultipartUploads: Operation = (call) => {
  const { query } = call.request
  const list = readListQuery(query, 'max-uploads')
  const keyMarker = query.get('key-marker') ?? ''
  const idMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '')
  const found = findUploads(call, list, keyMarker, idMarker)
  const { name } = list
  return xmlAnswer(
    xmlDocument(
      'ListMultipartUploadsResult',
      element('Bucket', call.bucket),
      element('KeyMarker', name(keyMarker)),
      element('UploadIdMarker', idMarker),
      found.next && element('NextKeyMarker', name(found.next.key)),
      found.next && element('NextUploadIdMarker', found.next.id),
      element('Prefix', name(list.prefix)),
      list.delimiter === '' ? undefined : element('Delimiter', name(list.delimiter)),
      optional('EncodingType', list.encodingType),
      element('MaxUploads', list.limit),
      element('IsTruncated', found.next !== undefined),
      found.uploads.map((upload) => writeUpload(upload, list)),
      writePrefixes(found.commonPrefixes, list),
    ),
  )
}

interface FoundUploads {
  readonly uploads: readonly Upload[]
  readonly commonPrefixes: readonly string[]
  /** The last entry of a page that others follow. */
  readonly next: { readonly key: string; readonly id: string } | undefined
}

/** Uploads of one key follow each other in the order of their start, then of their ids. */
function findUploads(
  { state }: Call,
  list: ListQuery,
  keyMarker: string,
  idMarker: string,
): FoundUploads {
  const byKey = new Map<string, Upload[]>()
  for (const upload of state.uploads.all) {
    const same = byKey.get(upload.record.key)
    if (same) same.push(upload)
    else byKey.set(upload.record.key, [upload])
  }
  const keys = new SortedKeys(byKey.keys())
  const names = listPage(keys, { ...list, after: keyMarker, limit: MAX_LIST_PAGE })
  const resumed =
    idMarker === '' || !keyMarker.startsWith(list.prefix) ? [] : inOrder(byKey.get(keyMarker))
  const at = resumed.findIndex((upload) => upload.record.id === idMarker)
  const entries: (Upload | string)[] = [
    ...(at < 0 ? [] : resumed.slice(at + 1)),
    ...[...names.keys, ...names.commonPrefixes]
      .sort(compareKeys)
      .flatMap((name): (Upload | string)[] =>
        names.keys.includes(name) ? inOrder(byKey.get(name)) : [name],
      ),
  ]
  const page = entries.slice(0, list.limit)
  const last = page.at(-1)
  const more = page.length > 0 && (entries.length > page.length || names.truncated)
  return {
    uploads: page.filter((entry) => typeof entry !== 'string'),
    commonPrefixes: page.filter((entry) => typeof entry === 'string'),
    next: !more || last === undefined ? undefined : positionOf(last),
  }
}

function positionOf(entry: Upload | string): { key: string; id: string } {
  return typeof entry === 'string'
    ? { key: entry, id: '' }
    : { key: entry.record.key, id: entry.record.id }
}

function inOrder(uploads: readonly Upload[] = []): Upload[] {
  return uploads.toSorted(
    (a, b) => a.record.initiated - b.record.initiated || compareKeys(a.record.id, b.record.id),
  )
}

function writeUpload({ record }: Upload, { name }: ListQuery): Xml {
  return element(
    'Upload',
    element('Key', name(record.key)),
    element('UploadId', record.id),
    element('Initiator', OWNER),
    element('Owner', OWNER),
    element('StorageClass', 'STANDARD'),
    element('Initiated', new Date(record.initiated).toISOString()),
    optional('ChecksumAlgorithm', record.checksum?.algorithm),
    optional('ChecksumType', record.checksum?.type),
  )
}

export const listParts: Operation = (call) => {
  const { query } = call.request
  const { record, parts } = call.state.uploads.get(uploadIdOf(call), keyOf(call))
  const list = readListQuery(query, 'max-parts')
  const marker =
    readInteger('part-number-marker', query.get('part-number-marker'), 0, 2 ** 31 - 1) ?? 0
  const page: PartRecord[] = []
  let truncated = false
  for (let number = marker + 1; number <= MAX_PART_COUNT && !truncated; number++) {
    const part = parts[number]
    if (!part) continue
    if (page.length < list.limit) page.push(part)
    else truncated = list.limit > 0
  }
  const next = truncated ? page.at(-1)?.partNumber : undefined
  return xmlAnswer(
    xmlDocument(
      'ListPartsResult',
      element('Bucket', call.bucket),
      element('Key', list.name(record.key)),
      element('UploadId', record.id),
      element('Initiator', OWNER),
      element('Owner', OWNER),
      element('StorageClass', 'STANDARD'),
      element('PartNumberMarker', marker),
      optional('NextPartNumberMarker', next),
      element('MaxParts', list.limit),
      element('IsTruncated', truncated),
      optional('ChecksumAlgorithm', record.checksum?.algorithm),
      optional('ChecksumType', record.checksum?.type),
      page.map(writePart),
    ),
  )
}

function writePart({ partNumber, lastModified, md5, size, checksum }: PartRecord): Xml {
  return element(
    'Part',
    element('PartNumber', partNumber),
    element('LastModified', new Date(lastModified).toISOString()),
    element('ETag', `"${md5}"`),
    element('Size', size),
    checksum && element(`Checksum${checksum.algorithm}`, checksum.value),
  )
}
