import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import * as v from 'valibot'
import { remedyOf } from '../../shared/errors.ts'
import { uploadIdSchema } from '../../shared/wire.ts'
import { ACTIONS, UNKNOWN_ACTION, type Action } from '../audit/actions.ts'
import type { Dependencies } from '../dependencies.ts'
import type { RequestFacts } from '../events.ts'
import { ApiFailure } from '../failure.ts'
import type { AuthorizedUpload } from '../token.ts'
import type { ApiEnvironment } from './environment.ts'

/**
 * Actions that meet the end of an upload. Of the others some go on after it was given up: a part that
 * was on its way finds no upload, and that is no failure.
 */
const ENDING: ReadonlySet<string> = new Set(['complete', 'list_parts'])

/** Tells of every request of the API once it is answered, refused ones too. */
export function observe({
  events,
  clientAddress,
}: Dependencies): MiddlewareHandler<ApiEnvironment> {
  return async (c, next) => {
    const begin = performance.now()
    events.requestBegan()
    await next()
    const [route, action] = actionOf(c)
    const failure = c.error instanceof ApiFailure ? c.error : undefined
    const upload = c.get('upload')
    events.requestAnswered({
      id: c.var.requestId,
      action,
      status: c.res.status,
      code: failure?.code ?? (c.error ? 'server_error' : undefined),
      who: whoOf(c, failure),
      address: addressOf(c, clientAddress),
      seconds: (performance.now() - begin) / 1000,
      facts: { ...namedBy(route, c.req.path), ...c.get('facts') },
    })
    if (upload && failure && ENDING.has(action.name) && remedyOf(failure.code) === 'fail') {
      events.uploadFailed(upload, failure.code)
    }
  }
}

/** What one of a batch was, for {@link observeItem}. */
export interface BatchItem {
  readonly action: 'create' | 'sign' | 'complete'
  readonly facts: RequestFacts
  /** Of which it was, where that is known. */
  readonly upload: AuthorizedUpload | undefined
  readonly failure: ApiFailure | undefined
  readonly seconds: number
}

/** Tells of one upload of a batch as of a request of its own. */
export function observeItem(
  { events, clientAddress }: Dependencies,
  c: Context<ApiEnvironment>,
  { action, facts, upload, failure, seconds }: BatchItem,
): void {
  events.batchItemAnswered({
    id: c.var.requestId,
    action: { name: action, reads: false },
    status: failure?.status ?? 200,
    code: failure?.code,
    who: whoOf(c, failure),
    address: addressOf(c, clientAddress),
    seconds,
    facts,
  })
  if (upload && failure && ENDING.has(action) && remedyOf(failure.code) === 'fail') {
    events.uploadFailed(upload, failure.code)
  }
}

function addressOf(
  c: Context<ApiEnvironment>,
  clientAddress: Dependencies['clientAddress'],
): string {
  return clientAddress(c.env.incoming?.socket.remoteAddress, c.req.header('x-forwarded-for'))
}

/** The route that answers, and what is done by it. */
function actionOf(c: Context<ApiEnvironment>): [route: string, action: Action] {
  for (const { method, path } of matchedRoutes(c)) {
    const route = `${method} ${path}`
    const action = ACTIONS[route]
    if (action) return [route, action]
  }
  return ['', UNKNOWN_ACTION]
}

function whoOf(c: Context<ApiEnvironment>, failure: ApiFailure | undefined): string | null {
  const subject = c.get('identity')?.subject ?? c.get('upload')?.sub ?? failure?.subject
  return subject === '' ? 'open' : (subject ?? null)
}

/** The upload or the link that a path names, whether or not it may be asked for. */
function namedBy(route: string, path: string): RequestFacts {
  const [, kind, id] = /^\S+ \/api\/(uploads|links)\/:id/.test(route)
    ? (/^\/api\/(uploads|links)\/([^/]+)/.exec(path) ?? [])
    : []
  const parsed = v.safeParse(uploadIdSchema, id)
  if (!parsed.success) return {}
  return kind === 'links' ? { link: parsed.output } : { upload: parsed.output }
}
