import fc from 'fast-check'
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { livingBytes } from '../testing/heap.ts'
import { presign, send, signHeader, type RawAnswer, type RawRequest } from './test-request.ts'
import { BUCKET, startTestStore, type TestStore } from './test-store.ts'

/** After which what is kept for good is there. */
const WARM_UP = 1200
/** Requests after that, twice. */
const ROUND = 2000
/** Bytes that may stay of a round: 2 KiB of each request would be more. */
const GROWTH = 3 * MIB

/** Nobody but this test's own beginning writes it. */
const KEPT = 'kept/object'
const CONTENT = 'what was there before'

let store: TestStore
let uploadId: string
beforeAll(async () => {
  store = await startTestStore()
  const at = { Bucket: BUCKET, Key: KEPT }
  await store.client.send(new PutObjectCommand({ ...at, Body: CONTENT }))
  const begun = { Bucket: BUCKET, Key: 'kept/upload' }
  uploadId = (await store.client.send(new CreateMultipartUploadCommand(begun))).UploadId ?? ''
})
afterAll(() => store.dispose())

const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('', '..', '../../etc/passwd', '\0', '%', '%zz', 'x'.repeat(1100), '-1', '1e9'),
)
/** What may stand in a header at all (RFC 9110, 5.5). */
const oddHeader = fc.stringMatching(/^[\x21-\x7e][\x20-\x7e]{0,60}$/).map((text) => text.trim())

const wellFormed = (text: string) => Buffer.from(text).toString()
const key = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b/c', 'kept/upload', '') },
  { weight: 1, arbitrary: oddText.map((text) => encodeURIComponent(wellFormed(text))) },
)
const bucket = fc.oneof(
  { weight: 8, arbitrary: fc.constant(BUCKET) },
  { weight: 1, arbitrary: oddText.map((text) => encodeURIComponent(wellFormed(text))) },
)
const names = [
  'uploads',
  'uploadId',
  'partNumber',
  'list-type',
  'prefix',
  'delimiter',
  'max-keys',
  'max-parts',
  'marker',
  'part-number-marker',
  'continuation-token',
  'encoding-type',
  'attributes',
  'tagging',
  'cors',
  'lifecycle',
  'delete',
  'location',
  'versionId',
  'response-content-type',
  'x-id',
] as const
const queryName = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...names) },
  { weight: 1, arbitrary: fc.stringMatching(/^[\w.-]{1,20}$/) },
)
/** `undefined` stands for the id of an upload that there is. */
const queryValue = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(undefined, '', '1', '2', '1000', 'url') },
  { weight: 1, arbitrary: oddText },
)
const query: fc.Arbitrary<readonly (readonly [string, string | undefined])[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<[]>([]) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<(readonly [string, string | undefined])[]>(
      [['uploadId', undefined]],
      [['uploads', '']],
      [['list-type', '2']],
      [['tagging', '']],
      [['delete', '']],
      [
        ['uploadId', undefined],
        ['partNumber', '1'],
      ],
    ),
  },
  { weight: 3, arbitrary: fc.array(fc.tuple(queryName, queryValue), { maxLength: 4 }) },
)
const header = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      'range',
      'if-match',
      'if-none-match',
      'if-modified-since',
      'content-md5',
      'content-encoding',
      'origin',
      'access-control-request-method',
      'x-amz-checksum-crc64nvme',
      'x-amz-checksum-algorithm',
      'x-amz-checksum-type',
      'x-amz-sdk-checksum-algorithm',
      'x-amz-trailer',
      'x-amz-decoded-content-length',
      'x-amz-copy-source',
      'x-amz-copy-source-range',
      'x-amz-meta-a',
      'x-amz-tagging',
      'x-amz-acl',
      'x-amz-mp-object-size',
      'x-amz-object-attributes',
      'x-amz-storage-class',
      'x-amz-object-lock-mode',
    ),
    fc.oneof(
      oddHeader,
      fc.constantFrom('bytes=0-3', 'bytes=-1', '*', 'CRC64NVME', 'FULL_OBJECT', 'rosUhgp5mIg='),
      fc.constantFrom(`/${BUCKET}/${KEPT}`, 'a=b', '9', '-9', 'ETag'),
    ),
  ),
  fc.tuple(fc.stringMatching(/^x-amz-[a-z-]{1,20}$/), oddHeader),
)
const body = fc.oneof(
  fc.constantFrom('', '123456789', 'x'.repeat(70_000)),
  fc.string({ unit: 'binary', maxLength: 200 }).map(wellFormed),
  fc.constantFrom(
    '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"x"</ETag></Part></CompleteMultipartUpload>',
    '<CompleteMultipartUpload>',
    '<Delete><Object><Key>a</Key></Object></Delete>',
    '<Delete><Object><Key>&#0;</Key></Object></Delete>',
    '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>',
    '<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>',
    '<LifecycleConfiguration><Rule><Status>Enabled</Status></Rule></LifecycleConfiguration>',
    '<!DOCTYPE a [<!ENTITY b "c">]><Delete>&b;</Delete>',
    '<a>'.repeat(3000),
  ),
  fc
    .tuple(fc.constantFrom('Delete', 'Tagging', 'CompleteMultipartUpload', 'x'), oddText)
    .map(([name, inner]) => `<${name}>${wellFormed(inner)}</${name}>`),
)

const request = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'PUT', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH'),
  bucket,
  key,
  query,
  headers: fc.array(header, { maxLength: 3 }),
  body,
  signed: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('header', 'query') },
    { weight: 1, arbitrary: fc.constantFrom('none', 'wrong') },
  ),
  payload: fc.constantFrom(
    'UNSIGNED-PAYLOAD',
    'UNSIGNED-PAYLOAD',
    'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    '0'.repeat(64),
  ),
})
type Given = typeof request extends fc.Arbitrary<infer T> ? T : never

function build({ signed, payload, ...given }: Given): RawRequest {
  const query = given.query.map(
    ([name, value]) => `${name}=${encodeURIComponent(wellFormed(value ?? uploadId))}`,
  )
  const hasBody = given.method === 'PUT' || given.method === 'POST'
  const raw = {
    method: given.method,
    path: `/${given.bucket}/${given.key}${query.length === 0 ? '' : `?${query.join('&')}`}`,
    headers: {
      ...Object.fromEntries(given.headers),
      ...(hasBody && { 'content-length': String(Buffer.byteLength(given.body)) }),
    },
    ...(hasBody && { body: given.body }),
  }
  if (signed === 'none') return raw
  try {
    if (signed === 'query') return presign(store.endpoint, raw)
    const whole = signHeader(store.endpoint, raw, { payload })
    if (signed === 'header') return whole
    return { ...whole, headers: { ...whole.headers, authorization: 'AWS4-HMAC-SHA256 x' } }
  } catch {
    // What can't be read can't be signed: it goes as it is.
    return raw
  }
}

it(`answers ${WARM_UP + 2 * ROUND} generated requests without failing, and keeps nothing of them`, async () => {
  const seen = new Map<string, number>()
  const run = (numRuns: number) =>
    fc.assert(
      fc.asyncProperty(request, async (given) => {
        const answer = await send(store.endpoint, build(given))
        const name = nameOf(answer)
        seen.set(name, (seen.get(name) ?? 0) + 1)
        // S3's own word for what a store does not do.
        if (answer.status !== 501) expect(answer.status).toBeLessThan(500)
      }),
      { numRuns },
    )
  await run(WARM_UP)
  const before = await livingBytes()
  await run(ROUND)
  const after = (await livingBytes()) - before
  await run(ROUND)
  // What the engine compiles meanwhile goes again; what is kept of each request does not.
  expect(Math.min(after, (await livingBytes()) - before)).toBeLessThan(GROWTH)

  const kept = await store.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: KEPT }))
  expect(await kept.Body?.transformToString()).toBe(CONTENT)
  // It is of use only where much is let in.
  for (const name of ['200', '204', '400 MalformedXML', '403 AccessDenied', '404 NoSuchKey']) {
    expect(seen.get(name) ?? 0).toBeGreaterThan(20)
  }
}, 300_000)

const nameOf = ({ status, code }: RawAnswer) =>
  code === undefined ? `${status}` : `${status} ${code}`
