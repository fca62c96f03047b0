/**
 * The store as one that checks nothing, for the API's eyes only: the API finds out what a store
 * checks by trying, so it gets the answers of a store that knows neither CRC64NVME nor
 * Content-MD5. Browsers send their parts to the store itself, with nothing in between.
 */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { Endings } from './ending.ts'

/** @param endpoint the store's; the front passes on the Host header, which is signed */
export async function startUncheckingFront(endpoint: string, endings: Endings): Promise<string> {
  const { hostname, port } = new URL(endpoint)
  const server = createServer((incoming, response) => {
    if (refuses(incoming)) return answer(incoming, response, 501)
    if (ignores(incoming)) return answer(incoming, response, 200)
    const { method, url, headers } = incoming
    const onward = request({ hostname, port, method, path: url, headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers)
      pipeline(answered, response).catch((error: unknown) => report(error, response))
    })
    pipeline(incoming, onward).catch((error: unknown) => report(error, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endings.add(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An upload that asks for CRC64NVME. */
function refuses({ headers }: IncomingMessage): boolean {
  return headers['x-amz-checksum-algorithm'] !== undefined
}

/** A part with Content-MD5: taken without a look, whatever is in it. */
function ignores({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === 'PUT' &&
    headers['content-md5'] !== undefined &&
    /partNumber=|x-id=PutObject/.test(url ?? '')
  )
}

function answer(incoming: IncomingMessage, response: ServerResponse, status: number): void {
  incoming.resume()
  response.writeHead(status, { ETag: '"0"' })
  response.end(status === 200 ? '' : '<Error><Code>NotImplemented</Code></Error>')
}

function report(error: unknown, response: ServerResponse): void {
  process.stderr.write(`the front of the store failed: ${String(error)}\n`)
  response.destroy()
}
