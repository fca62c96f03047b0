import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { MAX_PRESIGN_SECONDS } from '../../shared/limits.ts'
import { digest } from './bytes.ts'
import type { Clauses } from './clause.ts'
import { createPresign } from './presign.ts'
import { expectRefused, outcome } from './refusal.ts'
import { createClient, type S3 } from './s3.ts'
import { createUpload, sendPart } from './upload.ts'

const BODY = Buffer.from('signed')
const MISMATCH = '403 SignatureDoesNotMatch'

export const signatures: Clauses = {
  'takes a part of the length that its URL signs': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const headers = { 'content-length': String(BODY.length) }
    expect(await outcome(sendPart(s3, upload, 1, BODY, headers))).toBe('200')
  },

  'refuses a part of another length than its URL signs': async (s3) => {
    const url = await partUrl(s3, { 'content-length': String(BODY.length + 1) })
    await expectRefused(put(url), MISMATCH)
  },

  'refuses a URL with another signature, key, part number, upload id or life': async (s3) => {
    const url = await partUrl(s3)
    expect(await outcome(put(url))).toBe('200')
    for (const [found, other] of [
      [/X-Amz-Signature=[0-9a-f]{64}/, `X-Amz-Signature=${'0'.repeat(64)}`],
      [/partNumber=1/, 'partNumber=2'],
      [/uploadId=/, 'uploadId=A'],
      [/\/object\?/, '/object2?'],
      [/X-Amz-Expires=600/, 'X-Amz-Expires=601'],
      [/$/, '&added=1'],
    ] as const) {
      const tampered = url.replace(found, other)
      expect(tampered).not.toBe(url)
      await expectRefused(put(tampered), MISMATCH)
    }
  },

  'refuses a URL for another method than it signs': async (s3) => {
    await expectRefused(fetch(await s3.presign('PUT', s3.place())), MISMATCH)
  },

  'refuses another value of a signed header, or none': async (s3) => {
    const headers = { 'content-md5': digest('md5', BODY) }
    const url = await partUrl(s3, headers)
    await expectRefused(put(url), MISMATCH)
    await expectRefused(put(url, { 'content-md5': digest('md5', Buffer.from('x')) }), MISMATCH)
    expect(await outcome(put(url, headers))).toBe('200')
  },

  'refuses an x-amz header that is not signed': async (s3) => {
    const answer = put(await partUrl(s3), { 'x-amz-meta-smuggled': 'yes' })
    await expectRefused(answer, '403 AccessDenied')
  },

  'refuses an expired URL, and says so': async (s3) => {
    const at = new Date(Date.now() - 120_000)
    const response = await fetch(await s3.presign('GET', s3.place(), { at, expiresIn: 60 }))
    const body = await response.text()
    expect(`${response.status} ${body}`).toMatch(/^403 [^]*<Code>AccessDenied</)
    expect(body).toContain('<Message>Request has expired</Message>')
  },

  'refuses a URL that is not valid yet': async (s3) => {
    const at = new Date(Date.now() + 3_600_000)
    await expectRefused(fetch(await s3.presign('GET', s3.place(), { at })), '403 AccessDenied')
  },

  'refuses a URL that lives longer than 7 days': async (s3) => {
    const longest = await s3.presign('GET', s3.place(), { expiresIn: MAX_PRESIGN_SECONDS })
    const search = longest.replace(`=${MAX_PRESIGN_SECONDS}`, `=${MAX_PRESIGN_SECONDS + 1}`)
    expect(search).not.toBe(longest)
    await expectRefused(fetch(search), '400 AuthorizationQueryParametersError')
  },

  'refuses an anonymous request': async (s3) => {
    const { Bucket, Key } = s3.place()
    await expectRefused(fetch(`${s3.server.endpoint}/${Bucket}/${Key}`), '403 AccessDenied')
    await expectRefused(put(`${s3.server.endpoint}/${Bucket}/${Key}`), '403 AccessDenied')
  },

  'refuses an access key that it does not know': async (s3) => {
    const stranger = createPresign({ ...s3.server, accessKeyId: 'stranger' })
    const answer = fetch(await stranger('GET', s3.place()))
    await expectRefused(answer, '403 InvalidAccessKeyId')
  },

  'refuses a signature by another secret, in a URL and in a header': async (s3) => {
    const impostor = { ...s3.server, secretAccessKey: 'guessed' }
    const place = s3.place()
    await expectRefused(fetch(await createPresign(impostor)('GET', place)), MISMATCH)
    const client = createClient(impostor)
    await expectRefused(client.send(new GetObjectCommand(place)), MISMATCH)
    client.destroy()
  },

  'refuses a URL for another region': async (s3) => {
    const elsewhere = createPresign({ ...s3.server, region: 'eu-north-7' })
    const answer = fetch(await elsewhere('GET', s3.place()))
    await expectRefused(answer, '400 AuthorizationQueryParametersError')
  },

  'refuses a request whose clock is wrong': async (s3) => {
    const client = createClient(s3.server, { systemClockOffset: -3_600_000 })
    const answer = client.send(new CreateMultipartUploadCommand(s3.place()))
    await expectRefused(answer, '403 RequestTimeTooSkewed')
    client.destroy()
  },

  'refuses a body that is not the one whose hash was signed': async (s3) => {
    const client = createClient(s3.server)
    client.middlewareStack.add(
      (next) => (args) => {
        const { request } = args
        if (typeof request === 'object' && request !== null && 'body' in request) {
          request.body = 'forged'
        }
        return next(args)
      },
      { step: 'finalizeRequest', priority: 'low' },
    )
    const answer = client.send(new PutObjectCommand({ ...s3.place(), Body: 'honest' }))
    await expectRefused(answer, '400 XAmzContentSHA256Mismatch')
    client.destroy()
  },

  'keeps nothing of a refused part': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const query = { partNumber: '1', uploadId: upload.UploadId }
    const url = await s3.presign('PUT', upload, { query })
    await put(url.replace(/Signature=./, 'Signature=x'))
    expect((await s3.client.send(new ListPartsCommand(upload))).Parts ?? []).toEqual([])
  },
}

async function partUrl(s3: S3, headers: Record<string, string> = {}): Promise<string> {
  const upload = await createUpload(s3, s3.place())
  const query = { partNumber: '1', uploadId: upload.UploadId }
  return s3.presign('PUT', upload, { query, headers })
}

const put = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'PUT', body: BODY, headers })
