/**
 * Before a store: what is sent of one file is not kept but only counted, so that a file may be larger
 * than any disk here. Of that file's upload the front says itself which parts there are, and
 * completes it; all else the store does.
 */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { Endings } from './ending.ts'

const CHECKSUM = 'x-amz-checksum-crc64nvme'

interface Part {
  /** Bytes. */
  readonly size: number
  /** CRC64NVME in base64, as the browser said: nothing is checked. */
  readonly checksum: string
}

export interface DiscardingFront {
  readonly address: string
  /** The parts that there are, by number: others may be added as if they had been sent. */
  readonly parts: Map<number, Part>
  /** When the part began to arrive, ms since 1970. */
  begun(number: number): number | undefined
}

/** @param name of the file: how its key ends */
export async function startDiscardingFront(
  endpoint: string,
  name: string,
  endings: Endings,
): Promise<DiscardingFront> {
  const { hostname, port } = new URL(endpoint)
  const parts = new Map<number, Part>()
  const begins = new Map<number, number>()
  let metadata: Record<string, string> = {}
  let whole: string | null = null

  async function take(incoming: IncomingMessage, number: number): Promise<void> {
    begins.set(number, Date.now())
    let size = 0
    for await (const chunk of incoming) size += (chunk as Buffer).length
    parts.set(number, { size, checksum: String(incoming.headers[CHECKSUM] ?? '') })
  }

  async function answer(incoming: IncomingMessage, response: ServerResponse, url: URL) {
    const { method, headers } = incoming
    const query = url.searchParams
    if (method === 'PUT') {
      await take(incoming, Number(query.get('partNumber')))
      response.writeHead(200, { ETag: '"0"', ...CORS }).end()
    } else if (method === 'GET') {
      incoming.resume()
      response.end(listOf(parts, query))
    } else if (method === 'POST') {
      whole = String(headers[CHECKSUM] ?? '')
      incoming.resume()
      response.end(
        '<CompleteMultipartUploadResult><ETag>"0"</ETag></CompleteMultipartUploadResult>',
      )
    } else {
      incoming.resume()
      const size = [...parts.values()].reduce((sum, part) => sum + part.size, 0)
      const about = { 'Content-Length': size, [CHECKSUM]: whole ?? '', ETag: '"0-1"', ...metadata }
      response.writeHead(200, { ...about, 'x-amz-checksum-type': 'FULL_OBJECT' }).end()
    }
  }

  function isOurs({ method }: IncomingMessage, url: URL): boolean {
    if (!url.pathname.endsWith(`/${name}`) || method === 'OPTIONS') return false
    if (method === 'HEAD') return whole !== null
    return url.searchParams.has('uploadId') && method !== 'DELETE'
  }

  async function passOn(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url, headers } = incoming
    const onward = request({ hostname, port, method, path: url, headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers)
      pipeline(answered, response).catch(() => response.destroy())
    })
    await pipeline(incoming, onward)
  }

  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '/', endpoint)
    if (incoming.method === 'POST' && url.searchParams.has('uploads')) {
      if (url.pathname.endsWith(`/${name}`)) metadata = metadataOf(incoming)
    }
    const work = isOurs(incoming, url)
      ? answer(incoming, response, url)
      : passOn(incoming, response)
    work.catch((error: unknown) => {
      // A browser that breaks a part off is no fault.
      if (!incoming.destroyed) process.stderr.write(`the front failed: ${String(error)}\n`)
      response.destroy()
    })
  })
  server.requestTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endings.add(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { address, parts, begun: (number) => begins.get(number) }
}

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag',
}

function metadataOf({ headers }: IncomingMessage): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    name.startsWith('x-amz-meta-') ? [[name, String(value)]] : [],
  )
  return Object.fromEntries(entries)
}

/** ListParts, as a page of at most 1,000. */
function listOf(parts: ReadonlyMap<number, Part>, query: URLSearchParams): string {
  const after = Number(query.get('part-number-marker') ?? 0)
  const most = Number(query.get('max-parts') ?? 1000)
  const numbers = [...parts.keys()].filter((number) => number > after).sort((a, b) => a - b)
  const listed = numbers.slice(0, most).map((number) => {
    const part = parts.get(number)
    return `<Part><PartNumber>${number}</PartNumber><Size>${part?.size}</Size><ETag>"0"</ETag>
      <ChecksumCRC64NVME>${part?.checksum}</ChecksumCRC64NVME></Part>`
  })
  const last = numbers[listed.length - 1] ?? after
  return `<ListPartsResult><IsTruncated>${numbers.length > listed.length}</IsTruncated>
    <NextPartNumberMarker>${last}</NextPartNumberMarker>${listed.join('')}</ListPartsResult>`
}
