import { Hono } from 'hono'
import {
  batchCompleteRequestSchema,
  batchCreateRequestSchema,
  batchSignRequestSchema,
} from '../../shared/batch.ts'
import type { Outcome } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import { completeUpload } from '../uploads/complete.ts'
import { createWhole } from '../uploads/create.ts'
import { signParts } from '../uploads/parts.ts'
import {
  identify,
  identifyBatch,
  jsonBody,
  readUpload,
  type ApiEnvironment,
} from './environment.ts'

/** Uploads of one batch that the store is asked about at the same time. */
const AT_ONCE = 16

/** `POST /batch/create`, `/batch/sign` and `/batch/complete`: many small files in one request. */
export function batchRoutes(deps: Dependencies) {
  return new Hono<ApiEnvironment>()
    .post('/batch/create', identify(deps), jsonBody(batchCreateRequestSchema), async (c) => {
      const create = outcomes(deps, c.req.valid('json').uploads, (request) =>
        createWhole(deps, c.var.identity, request),
      )
      return c.json({ uploads: await create })
    })
    .post('/batch/sign', identifyBatch(deps), jsonBody(batchSignRequestSchema), async (c) => {
      const sign = outcomes(deps, c.req.valid('json').uploads, async ({ token, parts }) => {
        const upload = await readUpload(deps, token, c.var.identity)
        const { hosts: _, ...signed } = await signParts(deps, upload, { parts })
        return signed
      })
      return c.json({ uploads: await sign, hosts: deps.presigner.origins })
    })
    .post(
      '/batch/complete',
      identifyBatch(deps),
      jsonBody(batchCompleteRequestSchema),
      async (c) => {
        const complete = outcomes(deps, c.req.valid('json').uploads, async ({ token, ...stated }) =>
          completeUpload(deps, await readUpload(deps, token, c.var.identity), stated),
        )
        return c.json({ uploads: await complete })
      },
    )
}

/** What became of each, in their order: one that fails leaves the others alone. */
async function outcomes<T, R>(
  deps: Dependencies,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<Outcome<R>[]> {
  const results: Outcome<R>[] = []
  const rest = items.entries()
  const workOff = async (): Promise<void> => {
    for (const [at, item] of rest) {
      try {
        results[at] = { done: await work(item) }
      } catch (error) {
        results[at] = { error: failureOf(deps, error) }
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, workOff))
  return results
}

function failureOf({ log }: Dependencies, error: unknown) {
  const failure =
    error instanceof ApiFailure
      ? error
      : new ApiFailure('server_error', 'the server failed; its log says why', { cause: error })
  if (failure.status >= 500) log.warn({ code: failure.code, err: error }, 'one of a batch failed')
  return { ...failure.toBody(), retryAfter: failure.retryAfter }
}
