import { expect } from 'vitest'
import type { Clauses } from './clause.ts'
import { ORIGIN, type S3 } from './s3.ts'
import { createUpload } from './upload.ts'

const ALLOWED = new RegExp(`^(\\*|${ORIGIN})$`)

const CHECKSUM = 'x-amz-checksum-crc64nvme'

const BODY = Buffer.from('from a page')

export const cors: Clauses = {
  'allows a page to send a part with its checksum': async (s3) => {
    const response = await preflight(s3, ORIGIN)
    expect(response.status).toBeGreaterThanOrEqual(200)
    expect(response.status).toBeLessThan(300)
    const headers = allowed(response)
    expect(headers.origin).toMatch(ALLOWED)
    expect(headers.methods).toContain('put')
    expect(headers.headers).toEqual(expect.arrayContaining(['content-md5', CHECKSUM]))
  },

  'lets the answer to a preflight be kept': async (s3) => {
    const response = await preflight(s3, ORIGIN)
    expect(Number(response.headers.get('access-control-max-age'))).toBeGreaterThan(0)
  },

  'allows no page of another origin': async (s3) => {
    const response = await preflight(s3, 'http://evil.example')
    expect(allowed(response).origin).toBe('')
    expect(response.status).toBe(403)
  },

  'shows a page the ETag of its part': async (s3) => {
    const response = await put(await partUrl(s3))
    expect(response.status).toBe(200)
    expect(allowed(response).origin).toMatch(ALLOWED)
    expect(exposed(response)).toContain('etag')
  },

  'shows a page the checksum of its part': async (s3) => {
    const response = await put(await partUrl(s3))
    expect(exposed(response).filter((name) => name === CHECKSUM)).toEqual([CHECKSUM])
  },

  'shows a page the id of its request': async (s3) => {
    expect(exposed(await put(await partUrl(s3)))).toContain('x-amz-request-id')
  },

  'shows a page of another origin nothing': async (s3) => {
    const response = await put(await partUrl(s3), 'http://evil.example')
    expect(allowed(response).origin).toBe('')
  },

  'shows a page that its upload is gone': async (s3) => {
    const query = { partNumber: '1', uploadId: 'gone' }
    const response = await put(await s3.presign('PUT', s3.place(), { query }))
    expect(response.status).toBe(404)
    expect(allowed(response).origin).toMatch(ALLOWED)
  },

  'shows a page that its signature is wrong': async (s3) => {
    const response = await put((await partUrl(s3)).replace('partNumber=1', 'partNumber=2'))
    expect(response.status).toBe(403)
    expect(allowed(response).origin).toMatch(ALLOWED)
  },

  'shows a page that its URL has expired': async (s3) => {
    const at = new Date(Date.now() - 120_000)
    const url = await s3.presign('PUT', s3.place(), { at, expiresIn: 60 })
    const response = await put(url)
    expect(response.status).toBe(403)
    expect(allowed(response).origin).toMatch(ALLOWED)
  },
}

async function partUrl(s3: S3): Promise<string> {
  const upload = await createUpload(s3, s3.place())
  return s3.presign('PUT', upload, { query: { partNumber: '1', uploadId: upload.UploadId } })
}

async function preflight(s3: S3, origin: string): Promise<Response> {
  return fetch(await partUrl(s3), {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': `content-md5,${CHECKSUM}`,
    },
  })
}

const put = (url: string, origin = ORIGIN) =>
  fetch(url, { method: 'PUT', body: BODY, headers: { origin } })

function allowed({ headers }: Response) {
  return {
    origin: headers.get('access-control-allow-origin') ?? '',
    methods: words(headers.get('access-control-allow-methods')),
    headers: words(headers.get('access-control-allow-headers')),
  }
}

const exposed = ({ headers }: Response) => words(headers.get('access-control-expose-headers'))

const words = (list: string | null) =>
  (list ?? '').split(',').map((word) => word.trim().toLowerCase())
