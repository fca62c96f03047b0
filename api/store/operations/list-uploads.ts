/** Listing uploads and the parts of one. */
import { MAX_LIST_PAGE, MAX_PART_COUNT } from '../../../shared/limits.ts'
import { listPage } from '../listing.ts'
import { OWNER, readListQuery, writePrefixes, type ListQuery } from '../list-query.ts'
import { keyOf, uploadIdOf, xmlAnswer, type Call, type Operation } from '../operation.ts'
import { readInteger } from '../request.ts'
import type { PartRecord } from '../records.ts'
import { compareKeys, SortedKeys } from '../utf8-order.ts'
import type { Upload } from '../uploads.ts'
import { element, optional, xmlDocument, type Xml } from '../xml-write.ts'

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
  const prefixes = new Set(names.commonPrefixes)
  // Where the marker's upload is gone its place isn't known: all of its key are listed again, so
  // that none is left out.
  const at = resumed.findIndex((upload) => upload.record.id === idMarker)
  const entries: (Upload | string)[] = [
    ...resumed.slice(at + 1),
    ...[...names.keys, ...names.commonPrefixes]
      .sort(compareKeys)
      .flatMap((name): (Upload | string)[] =>
        prefixes.has(name) ? [name] : inOrder(byKey.get(name)),
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
