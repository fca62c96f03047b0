/** The least code that sends a file's parts: what Longhaul's own throughput is compared with. */
import * as v from 'valibot'
import { createCrc64, type Crc64 } from '../../shared/crc64.ts'
import { answerMessages } from './answer.ts'

const questionSchema = v.object({
  file: v.instance(File),
  /** How many parts are sent at the same time. */
  lanes: v.number(),
  /** Whether each part is hashed before it is sent. */
  hash: v.boolean(),
  /** Each with an address at every host name; lanes take turns in the one that they use. */
  parts: v.array(v.object({ start: v.number(), end: v.number(), urls: v.array(v.string()) })),
})
type Question = v.InferOutput<typeof questionSchema>

answerMessages(async (question) => {
  const { file, lanes, hash, parts } = v.parse(questionSchema, question)
  await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(file, parts, hash, lane)))
  return null
})

/** Sends parts, each taken from the queue that all lanes share, until there is none left. */
async function runLane(
  file: File,
  queue: Question['parts'],
  hash: boolean,
  lane: number,
): Promise<void> {
  const hasher = hash ? await createCrc64() : null
  for (let part = queue.shift(); part; part = queue.shift()) {
    const bytes = file.slice(part.start, part.end)
    const headers = hasher ? { 'x-amz-checksum-crc64nvme': await crcOf(hasher, bytes) } : {}
    const url = part.urls[lane % part.urls.length]
    if (url === undefined) throw new Error('the part has no address')
    const { ok, status } = await fetch(url, { method: 'PUT', body: bytes, headers })
    if (!ok) throw new Error(`the store answered ${status}`)
  }
}

async function crcOf(hasher: Crc64, bytes: Blob): Promise<string> {
  hasher.init()
  for await (const chunk of bytes.stream()) hasher.update(chunk)
  return hasher.digest()
}
