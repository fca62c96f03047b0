/** Listing objects, in both of S3's ways. */
import { S3Error } from '../errors.ts'
import { listPage } from '../listing.ts'
import { OWNER, readListQuery, writePrefixes, type ListQuery } from '../list-query.ts'
import { xmlAnswer, type Operation } from '../operation.ts'
import type { ObjectHead } from '../records.ts'
import { element, optional, xmlDocument, type Xml } from '../xml-write.ts'

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
