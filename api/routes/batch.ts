import { Hono, type Context } from 'hono'
import {
  batchCompleteRequestSchema,
  batchCreateRequestSchema,
  batchSignRequestSchema,
} from '../../shared/batch.ts'
import type { CreateUploadRequest, Outcome } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import type { RequestFacts } from '../events.ts'
import { ApiFailure } from '../failure.ts'
import type { Identity } from '../identity/identity.ts'
import type { AuthorizedUpload } from '../token.ts'
import { completeUpload } from '../uploads/complete.ts'
import { createWhole } from '../uploads/create.ts'
import { signParts } from '../uploads/parts.ts'
import {
  identify,
  identifyToGoOn,
  jsonBody,
  readUpload,
  type ApiEnvironment,
} from './environment.ts'
import { observeItem, type BatchItem } from './observe.ts'

/** Uploads of one batch that the store is asked about at the same time. */
const AT_ONCE = 16

/** Of those who ask for the last places at the same moment none may get one: so one after the other. */
function creationsAtOnce({ limits }: Identity): number {
  return limits.maxFiles === null && limits.maxBytes === null ? AT_ONCE : 1
}

/** `POST /batch/create`, `/batch/sign` and `/batch/complete`: many small files in one request. */
export function batchRoutes(deps: Dependencies) {
  return new Hono<ApiEnvironment>()
    .post('/batch/create', identify(deps), jsonBody(batchCreateRequestSchema), async (c) => {
      const { uploads } = c.req.valid('json')
      const work = async (request: CreateUploadRequest, about: About) => {
        const { id: upload, name, size } = request
        about.facts = { upload, name, size }
        const answer = await createWhole(deps, c.var.identity, request)
        about.facts = { upload, key: answer.key, name, size }
        return answer
      }
      const create = outcomes(deps, c, 'create', uploads, work, creationsAtOnce(c.var.identity))
      return c.json({ uploads: await create })
    })
    .post('/batch/sign', identifyToGoOn(deps), jsonBody(batchSignRequestSchema), async (c) => {
      const { uploads } = c.req.valid('json')
      const sign = outcomes(deps, c, 'sign', uploads, async ({ token, parts }, about) => {
        const upload = await readUpload(deps, token, c.var.identity)
        about.facts = { upload: upload.id, parts: parts.length }
        const { hosts: _, ...signed } = await signParts(deps, upload, { parts })
        return signed
      })
      return c.json({ uploads: await sign, hosts: deps.presigner.origins })
    })
    .post(
      '/batch/complete',
      identifyToGoOn(deps),
      jsonBody(batchCompleteRequestSchema),
      async (c) => {
        const { uploads } = c.req.valid('json')
        const complete = outcomes(deps, c, 'complete', uploads, async (request, about) => {
          const { token, ...stated } = request
          const upload = await readUpload(deps, token, c.var.identity)
          const { id, key, name, size } = upload
          about.upload = upload
          about.facts = { upload: id, key, name, size }
          return completeUpload(deps, upload, stated)
        })
        return c.json({ uploads: await complete })
      },
    )
}

/** What is known of one of a batch while it is worked on. */
interface About {
  facts: RequestFacts
  upload: AuthorizedUpload | undefined
}

/** What became of each, in their order: one that fails leaves the others alone. */
async function outcomes<T, R>(
  deps: Dependencies,
  c: Context<ApiEnvironment>,
  action: BatchItem['action'],
  items: readonly T[],
  work: (item: T, about: About) => Promise<R>,
  atOnce = AT_ONCE,
): Promise<Outcome<R>[]> {
  const results: Outcome<R>[] = []
  const rest = items.entries()
  const workOff = async (): Promise<void> => {
    for (const [at, item] of rest) {
      const begin = performance.now()
      const about: About = { facts: {}, upload: undefined }
      let failure: ApiFailure | undefined
      try {
        results[at] = { done: await work(item, about) }
      } catch (error) {
        failure = failureOf(deps, error)
        results[at] = { error: { ...failure.toBody(), retryAfter: failure.retryAfter } }
      }
      const seconds = (performance.now() - begin) / 1000
      observeItem(deps, c, { action, ...about, failure, seconds })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, workOff))
  return results
}

function failureOf({ log }: Dependencies, error: unknown): ApiFailure {
  const failure =
    error instanceof ApiFailure
      ? error
      : new ApiFailure('server_error', 'the server failed; its log says why', { cause: error })
  if (failure.status >= 500) log.warn({ code: failure.code, err: error }, 'one of a batch failed')
  return failure
}
