import { UploadError } from '../../../shared/errors.ts'
import { MAX_BATCH, type Outcome } from '../../../shared/wire.ts'
import { errorFrom } from './answer.ts'

/**
 * ms from one request to the next, while what is asked in between is gathered. The first one leaves
 * at once; many small files that follow each other cost few requests, and no lane waits for them.
 */
const INTERVAL = 400
/** Characters of JSON in a request, which the API takes 1 MiB of: three bytes each at most. */
const MAX_LENGTH = 300_000

/** Asks for many uploads at once. @param link the token of the upload link by which they come */
type AskAll<Q, A> = (
  questions: readonly Q[],
  link: string | null,
  signal: AbortSignal,
) => Promise<readonly Outcome<A>[]>

interface Waiting<Q, A> {
  readonly question: Q
  readonly link: string | null
  readonly signal: AbortSignal
  readonly resolve: (answer: A) => void
  readonly reject: (error: unknown) => void
}

/**
 * Gathers questions of one kind into few requests. A request that is refused is made again in halves:
 * the API reads it as a whole, and one of them may be all that is wrong.
 *
 * @returns asks one; rejects with what became of it alone, or of the whole request
 */
export function createBatch<Q, A>(askAll: AskAll<Q, A>) {
  let waiting: Waiting<Q, A>[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  let latest = -Infinity

  function arm(): void {
    const isFull = waiting.length >= MAX_BATCH
    if (timer !== null && !isFull) return
    if (timer !== null) clearTimeout(timer)
    // Even at once means after all that is asked in this moment.
    timer = setTimeout(flush, isFull ? 0 : Math.max(0, latest + INTERVAL - performance.now()))
  }

  function flush(): void {
    timer = null
    const batch = takeBatch()
    if (batch.length > 0) {
      latest = performance.now()
      void send(batch)
    }
    if (waiting.length > 0) arm()
  }

  function takeBatch(): Waiting<Q, A>[] {
    const batch: Waiting<Q, A>[] = []
    const rest: Waiting<Q, A>[] = []
    let length = 0
    for (const one of waiting) {
      if (one.signal.aborted) continue
      length += JSON.stringify(one.question).length
      const fits = batch.length < MAX_BATCH && length <= MAX_LENGTH && one.link === batch[0]?.link
      ;(fits || batch.length === 0 ? batch : rest).push(one)
    }
    waiting = rest
    return batch
  }

  async function send(batch: readonly Waiting<Q, A>[]): Promise<void> {
    const ending = new AbortController()
    const endWhenAlone = (): void => {
      if (batch.every(({ signal }) => signal.aborted)) ending.abort()
    }
    for (const { signal } of batch) signal.addEventListener('abort', endWhenAlone)
    try {
      const questions = batch.map(({ question }) => question)
      const outcomes = await askAll(questions, batch[0]?.link ?? null, ending.signal)
      for (const [at, { resolve, reject }] of batch.entries()) {
        const { done, error } = outcomes[at] ?? {}
        if (done !== undefined) resolve(done)
        else if (error) reject(errorFrom(error, (error.retryAfter ?? 0) * 1000))
        else reject(new UploadError('bad_answer', 'the answer lacks some'))
      }
    } catch (error) {
      const half = batch.length >> 1
      if (half > 0 && error instanceof UploadError && error.code === 'bad_request') {
        await Promise.all([send(batch.slice(0, half)), send(batch.slice(half))])
      } else for (const { reject } of batch) reject(error)
    } finally {
      for (const { signal } of batch) signal.removeEventListener('abort', endWhenAlone)
    }
  }

  return (question: Q, link: string | null, signal: AbortSignal): Promise<A> =>
    new Promise<A>((resolve, reject) => {
      signal.throwIfAborted()
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      waiting.push({ question, link, signal, resolve, reject })
      arm()
    })
}
