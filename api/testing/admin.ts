/** What an admin on the server's own machine asks of it, and what they find there. */
import * as v from 'valibot'
import { expect } from 'vitest'
import { receiptsPageSchema } from '../../shared/admin.ts'
import { create, creation, sendParts, type Api } from './harness.ts'

export const LETTER = Buffer.from('123456789')
/** Of that letter. */
export const CRC = 'rosUhgp5mIg='
export const HERE = { host: 'localhost:8080' }
export const LINK = {
  prefix: '',
  expiresInSeconds: 600,
  maxFileSize: null,
  maxFiles: null,
  maxBytes: null,
  note: '',
  admin: false,
  notify: null,
}
export const EVERYTHING = { text: '', person: '', from: null, to: null, after: null }

export function ask(server: Api, path: string, body?: unknown) {
  const method = body === undefined ? 'GET' : 'POST'
  return server.call(method, `/api${path}`, { headers: HERE, ...(body !== undefined && { body }) })
}

/** Uploads the letter, and gives its key. */
export async function verified(server: Api, name: string): Promise<string> {
  const request = creation({ name })
  const { token, key } = await create(server, request)
  await sendParts(server, request.id, token, [LETTER])
  const path = `/api/uploads/${request.id}/complete`
  const { status } = await server.call('POST', path, { token, body: { checksum: CRC } })
  expect(status).toBe(200)
  return key
}

export async function receipts(server: Api, change: Partial<typeof EVERYTHING> | { from: string }) {
  const { body } = await ask(server, '/admin/receipts', { ...EVERYTHING, ...change })
  return v.parse(receiptsPageSchema, body)
}
