/** The store's clock, by which it judges what is signed: this machine's may be another. */
import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3'
import * as v from 'valibot'

/** Ms. To be off by less does no harm (S3 takes 15 minutes), and the network's delays are in it. */
const LITTLE = 5 * 60_000

/** Gives how many ms the store's clock is ahead of this machine's; 0 where that is little, or the store does not say. */
export type StoreClock = () => Promise<number>

/** Node has the names of headers in lower case. */
const responseSchema = v.object({ headers: v.object({ date: v.string() }) })

/** What an answer told. */
interface Told {
  /** Ms. */
  readonly ahead: number
  /** When it came, by this machine's clock, ms since 1970, */
  readonly at: number
  /** and by one that nobody sets, ms. */
  readonly ticks: number
}

/**
 * Follows the header Date of all answers to some clients of a store. It is asked, by the first of them, where
 * none came yet, or this machine's clock was set since, or the machine slept.
 *
 * @param bucket that is asked for; a refusal tells the time too
 */
export function followStoreClock(
  clients: readonly [S3Client, ...S3Client[]],
  bucket: string,
): StoreClock {
  let latest: Told | undefined
  let asking: Promise<unknown> | undefined
  for (const client of clients) {
    client.middlewareStack.add(
      (next) => async (input) => {
        const result = await next(input)
        latest = read(result.response) ?? latest
        return result
      },
      // The innermost of this step: an answer becomes an error further out.
      { step: 'deserialize', priority: 'low', name: 'longhaulStoreClock' },
    )
  }
  /** What it failed for shows in the figures of all requests; the time it tells counts. */
  const ask = async (): Promise<void> => {
    await Promise.allSettled([clients[0].send(new HeadBucketCommand({ Bucket: bucket }))])
    asking = undefined
  }
  return async () => {
    if (!latest || wasSet(latest)) await (asking ??= ask())
    return latest && Math.abs(latest.ahead) >= LITTLE ? latest.ahead : 0
  }
}

function read(response: unknown): Told | undefined {
  const { success, output } = v.safeParse(responseSchema, response)
  if (!success) return undefined
  const at = Date.now()
  const ahead = Date.parse(output.headers.date) - at
  return Number.isNaN(ahead) ? undefined : { ahead, at, ticks: performance.now() }
}

function wasSet({ at, ticks }: Told): boolean {
  return Math.abs(Date.now() - at - (performance.now() - ticks)) >= LITTLE
}
