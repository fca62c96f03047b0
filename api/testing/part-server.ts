/** The app on a socket of its own, and senders of parts to it, for tests. */
import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createApp } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { createHttpServer } from '../http-server.ts'
import type { Answer, Api } from './harness.ts'

export interface PartServer {
  readonly origin: string
  close(): Promise<void>
}

export async function openPartServer(
  api: Api,
  other: Partial<Dependencies> = {},
): Promise<PartServer> {
  const app = createApp({ ...api.deps, ...other })
  const server = createHttpServer((request, connection) => app.fetch(request, connection))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A part on its way, whose bytes the test writes. */
export interface Sending {
  readonly outgoing: ClientRequest
  /** Rejects when the connection ends without one. */
  readonly answer: Promise<Answer>
}

/** Begins to send a part. */
export function beginPart(
  origin: string,
  upload: { readonly id: string; readonly token: string },
  number: number | string,
  headers: Readonly<Record<string, string | number>>,
): Sending {
  const outgoing = request(`${origin}/api/uploads/${upload.id}/parts/${number}`, {
    method: 'PUT',
    agent: false,
    headers: { authorization: `Bearer ${upload.token}`, ...headers },
  })
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve)
    outgoing.on('error', reject)
  }).then(readAnswer)
  return { outgoing, answer }
}

async function readAnswer(incoming: IncomingMessage): Promise<Answer> {
  const body: unknown = JSON.parse(await text(incoming))
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value))
  return { status: incoming.statusCode ?? 0, headers, body }
}

/** Sends a part whole. */
export function putPart(
  origin: string,
  upload: { readonly id: string; readonly token: string },
  number: number | string,
  content: Uint8Array,
  headers: Readonly<Record<string, string | number>> = {},
): Promise<Answer> {
  const sending = beginPart(origin, upload, number, {
    'content-length': content.length,
    ...headers,
  })
  sending.outgoing.end(content)
  return sending.answer
}
