/** What is known about an object beside its bytes: its attributes and tags. */
import { MAX_LIST_PAGE } from '../../../shared/limits.ts'
import { S3Error } from '../errors.ts'
import { keyOf, NO_CONTENT, xmlAnswer, type Call, type Operation } from '../operation.ts'
import { readInteger } from '../request.ts'
import type { Checksum } from '../checksums.ts'
import type { Segment } from '../records.ts'
import { readXmlBody } from '../small-body.ts'
import { readTagging, writeTagging, type Tags } from '../tags.ts'
import { element, optional, xmlDocument, type Xml } from '../xml-write.ts'

const ATTRIBUTES = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'] as const

export const getObjectAttributes: Operation = async (call) => {
  const wanted = readWanted(call.headers.get('x-amz-object-attributes'))
  const { head, segments, release } = await call.state.objects.open(keyOf(call))
  await release()
  const { checksum } = head
  const parts = head.partCount === undefined ? undefined : writeParts(call, segments, checksum)
  const attributes: Record<(typeof ATTRIBUTES)[number], Xml | undefined> = {
    ETag: element('ETag', head.etag),
    Checksum:
      checksum &&
      element(
        'Checksum',
        element(`Checksum${checksum.algorithm}`, checksum.value),
        element('ChecksumType', checksum.type),
      ),
    ObjectParts: parts,
    StorageClass: element('StorageClass', 'STANDARD'),
    ObjectSize: element('ObjectSize', head.size),
  }
  const body = xmlDocument(
    'GetObjectAttributesResponse',
    ...ATTRIBUTES.filter((name) => wanted.has(name)).map((name) => attributes[name]),
  )
  return xmlAnswer(body, { 'last-modified': new Date(head.lastModified).toUTCString() })
}

function readWanted(text: string | undefined): ReadonlySet<string> {
  const names = (text ?? '').split(',').map((name) => name.trim())
  const known: readonly string[] = ATTRIBUTES
  if (names.every((name) => known.includes(name))) return new Set(names)
  throw new S3Error('InvalidArgument', 'Invalid attribute name specified.', {
    fields: { ArgumentName: 'x-amz-object-attributes' },
  })
}

function writeParts(
  { headers }: Call,
  segments: readonly Segment[],
  checksum: Checksum | undefined,
): Xml {
  const most = readInteger('x-amz-max-parts', headers.get('x-amz-max-parts'), 0, 2 ** 31 - 1)
  const limit = Math.min(most ?? MAX_LIST_PAGE, MAX_LIST_PAGE)
  const marker =
    readInteger(
      'x-amz-part-number-marker',
      headers.get('x-amz-part-number-marker'),
      0,
      2 ** 31 - 1,
    ) ?? 0
  const rest = segments.filter(({ partNumber = 1 }) => partNumber > marker)
  const page = rest.slice(0, limit)
  return element(
    'ObjectParts',
    element('PartsCount', segments.length),
    element('PartNumberMarker', marker),
    optional('NextPartNumberMarker', page.at(-1)?.partNumber),
    element('MaxParts', limit),
    element('IsTruncated', rest.length > page.length),
    checksum
      ? page.map((part) =>
          element(
            'Part',
            element('PartNumber', part.partNumber),
            element('Size', part.size),
            optional(`Checksum${checksum.algorithm}`, part.checksum),
          ),
        )
      : undefined,
  )
}

export const getObjectTagging: Operation = (call) =>
  xmlAnswer(writeTagging(call.state.objects.get(keyOf(call)).description.tags))

export const putObjectTagging: Operation = async (call) => {
  await changeTags(call, readTagging(await readXmlBody(call)))
  return { status: 200 }
}

export const deleteObjectTagging: Operation = async (call) => {
  await changeTags(call, [])
  return NO_CONTENT
}

async function changeTags(call: Call, tags: Tags): Promise<void> {
  await call.state.objects.change(keyOf(call), (head) => ({
    ...head,
    description: { ...head.description, tags },
  }))
}
