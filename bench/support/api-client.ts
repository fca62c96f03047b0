/** The API as a browser's worker calls it. */
import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { createUploadAnswerSchema, type CreateUploadRequest } from '../../shared/wire.ts'

export interface BegunUpload {
  readonly id: string
  readonly token: string
}

/** A new upload. @param size bytes */
export async function beginUpload(origin: string, size: number): Promise<BegunUpload> {
  const request: CreateUploadRequest = {
    id: randomUUID(),
    name: 'film.mov',
    path: 'a folder/with another',
    size,
    type: 'video/quicktime',
    lastModified: Date.now(),
  }
  const answer = await post(`${origin}/api/uploads`, request)
  return { id: request.id, token: v.parse(createUploadAnswerSchema, answer).token }
}

/** @throws Error with the answer when it is none of success */
export async function post(url: string, body: object, token?: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return response.json()
}
