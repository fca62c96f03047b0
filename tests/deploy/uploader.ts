import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import * as v from 'valibot'
import { crc64 } from '../../api/testing/harness.ts'
import { planParts } from '../../shared/plan.ts'
import { receiptSchema, type Receipt } from '../../shared/receipt.ts'
import { createUploadAnswerSchema, signPartsAnswerSchema } from '../../shared/wire.ts'
import type { Answer, Ask, HttpsClient } from './https-client.ts'

/** ms between tries, and how often something is tried. */
const PAUSE = 250
const TRIES = 40

/**
 * Uploads a file as a browser's worker does: what failed for the moment is asked again.
 *
 * @param headers of who uploads
 * @throws Error with an answer that is final
 */
export async function upload(
  client: HttpsClient,
  origin: string,
  headers: Readonly<Record<string, string>>,
  name: string,
  content: Buffer,
): Promise<Receipt> {
  const id = randomUUID()
  const post = async (path: string, body: object, token?: string): Promise<unknown> => {
    const { body: said } = await insist(client, 'POST', `${origin}/api/uploads${path}`, {
      headers: {
        ...headers,
        'content-type': 'application/json',
        ...(token !== undefined && { 'longhaul-token': token }),
      },
      body: JSON.stringify(body),
    })
    return JSON.parse(said)
  }
  const { size } = { size: content.length }
  const created = await post('', { id, name, path: '', size, type: '', lastModified: 0 })
  const { token } = v.parse(createUploadAnswerSchema, created)
  const { partSize, partCount } = planParts(size)
  for (let number = 1; number <= partCount; number++) {
    const part = content.subarray((number - 1) * partSize, number * partSize)
    const wanted = { parts: [{ number, checksum: await crc64(part) }] }
    const signed = v.parse(signPartsAnswerSchema, await post(`/${id}/sign`, wanted, token))
    const [target] = signed.parts
    if (!target) throw new Error('nothing was signed')
    await insist(client, 'PUT', target.url, { headers: target.headers, body: part })
  }
  const checksum = await crc64(content)
  return v.parse(receiptSchema, await post(`/${id}/complete`, { checksum }, token))
}

/** Asks until there is an answer that is no failure for the moment. */
async function insist(
  client: HttpsClient,
  method: string,
  url: string,
  options: Ask,
): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const answer = await client.ask(method, url, options).catch((error: unknown) => error)
    if (isAnswer(answer) && answer.status < 300) return answer
    const isFinal = isAnswer(answer) && answer.status < 500 && answer.status !== 429
    if (isFinal || tries === TRIES) {
      const told = isAnswer(answer) ? `${answer.status} ${answer.body}` : String(answer)
      throw new Error(`${method} ${new URL(url).pathname}: ${told}`)
    }
    await sleep(PAUSE)
  }
}

function isAnswer(answer: unknown): answer is Answer {
  return typeof answer === 'object' && answer !== null && 'status' in answer
}
