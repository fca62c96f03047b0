import { setTimeout as pause } from 'node:timers/promises'
import { Hono } from 'hono'
import {
  abortRequestSchema,
  uploadNameSchema,
  uploadsRequestSchema,
  type AbortAnswer,
  type SentParts,
  type UploadName,
  type UploadsPage,
} from '../../shared/admin.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import { namesOfLinks } from '../identity/issued-links.ts'
import { begunAmong, findBegun, forgetBegun } from '../uploads/notes.ts'
import { identifyAdmin, jsonBody, type ApiEnvironment } from './environment.ts'

const PAGE = 100
/** ms in which that is found out: a list that does not come helps nobody. */
const LONGEST_LOOK = 5000
/** Of these it is asked side by side when their last parts arrived. */
const SIDE_BY_SIDE = 10
/** ms in which a part of one that somebody still sends arrives: a browser may be closed overnight. */
const QUIET = 24 * 60 * 60_000

/** What is on its way, and what was left, by the bucket's own list. */
export function adminUploadsRoutes(deps: Dependencies) {
  const admin = identifyAdmin(deps)
  return new Hono<ApiEnvironment>()
    .post('/admin/uploads', ...admin, jsonBody(uploadsRequestSchema), async (c) =>
      c.json(await listUploads(deps, c.req.valid('json').after)),
    )
    .post('/admin/uploads/parts', ...admin, jsonBody(uploadNameSchema), async (c) => {
      const upload = c.req.valid('json')
      c.set('facts', { key: upload.key })
      return c.json(await sentParts(deps, upload))
    })
    .post('/admin/uploads/abort', ...admin, jsonBody(abortRequestSchema), async (c) => {
      const { uploads } = c.req.valid('json')
      c.set('facts', { keys: uploads.map(({ key }) => key) })
      return c.json(await abortUploads(deps, uploads))
    })
}

async function listUploads(
  deps: Dependencies,
  after: { key: string; uploadId: string } | null,
): Promise<UploadsPage> {
  const { store, settings, now } = deps
  const { keyPrefix, uploadLifetime } = settings
  const page = await store.listUploadsPage(keyPrefix, after ?? undefined, PAGE)
  const noted = await begunAmong(
    deps,
    page.uploads.map(({ key }) => key),
  )
  const oldest = now() - uploadLifetime * 1000
  const old = page.uploads.filter(({ createdAt }) => createdAt && createdAt.getTime() < oldest)
  const left = await quietAmong(deps, old)
  return {
    linkNames: await namesOfLinks(
      deps,
      [...noted.values()].map(({ sub }) => sub),
    ),
    uploads: page.uploads.map(({ key, uploadId, createdAt }) => ({
      key,
      uploadId,
      createdAt: createdAt?.toISOString() ?? null,
      abandoned: left.has(uploadId),
      size: noted.get(key)?.size ?? null,
      person: noted.get(key)?.sub ?? null,
    })),
    next: page.next ?? null,
    resumableSeconds: uploadLifetime,
  }
}

/**
 * Those of which nothing has arrived lately, by their ids: one that is being sent goes on however old it is.
 * What the store does not tell of counts as being sent.
 */
async function quietAmong(
  deps: Dependencies,
  uploads: readonly UploadName[],
): Promise<Set<string>> {
  const since = deps.now() - QUIET
  const quiet = new Set<string>()
  const look = async (upload: UploadName): Promise<void> => {
    try {
      const { parts, lastAt } = await sentParts(deps, upload)
      const isQuiet = lastAt === null ? parts === 0 : Date.parse(lastAt) < since
      if (isQuiet) quiet.add(upload.uploadId)
    } catch (error) {
      deps.log.warn({ key: upload.key, err: error }, 'the parts of an upload can not be listed')
    }
  }
  const lookAtAll = async (): Promise<void> => {
    for (let at = 0; at < uploads.length && !isOver; at += SIDE_BY_SIDE) {
      await Promise.all(uploads.slice(at, at + SIDE_BY_SIDE).map(look))
    }
  }
  let isOver = false
  await Promise.race([lookAtAll(), pause(LONGEST_LOOK, undefined, { ref: false })])
  isOver = true
  return new Set(quiet)
}

async function sentParts(deps: Dependencies, upload: UploadName): Promise<SentParts> {
  requireOurs(deps, [upload])
  const parts = await deps.store.listParts(upload)
  const times = parts.map(({ lastModified }) => lastModified?.getTime() ?? 0)
  const last = times.reduce((latest, time) => Math.max(latest, time), 0)
  return {
    parts: parts.length,
    bytes: parts.reduce((sum, { size }) => sum + size, 0),
    lastAt: last === 0 ? null : new Date(last).toISOString(),
  }
}

/** Each by itself: that the store refuses one leaves the others ended. */
async function abortUploads(
  deps: Dependencies,
  uploads: readonly UploadName[],
): Promise<AbortAnswer> {
  requireOurs(deps, uploads)
  const failed: string[] = []
  const completed: string[] = []
  for (const upload of uploads) {
    try {
      const isEnded = await deps.store.abort(upload)
      // The store aborts nothing of one that was completed, and doesn't say so.
      if (await deps.store.head(upload.key)) completed.push(upload.uploadId)
      else await tellCleared(deps, upload, isEnded)
    } catch (error) {
      deps.log.warn({ key: upload.key, err: error }, 'an upload could not be aborted')
      failed.push(upload.uploadId)
    }
  }
  return { aborted: uploads.length - failed.length - completed.length, failed, completed }
}

/**
 * Tells whoever is to know: as far as it was noted when it began, whose it was and how large. Of one beside
 * which another upload of the file goes on nothing is told: the note is that one's too.
 *
 * @param isEnded by this very request: of one that had ended before it is told only if its note is left,
 * as whoever ended it did not get as far
 */
async function tellCleared(
  deps: Dependencies,
  { key, uploadId }: UploadName,
  isEnded: boolean,
): Promise<void> {
  const { store, ledgers, events, now, log } = deps
  try {
    const running = await store.findUploads(key)
    if (running.some((other) => other.uploadId !== uploadId)) return
    const noted = await findBegun(deps, key)
    if (!noted && !isEnded) return
    const { size = 0, sub: subject = '' } = noted ?? {}
    await ledgers.failed.add({ at: now(), outcome: 'cleared', size, subject, key })
    if (!noted) return
    events.uploadAborted(noted, true)
    await forgetBegun(deps, noted)
  } catch (error) {
    log.warn({ key, err: error }, 'that an admin aborted an upload could not be noted')
  }
}

/** Others may use the same bucket. */
function requireOurs({ settings }: Dependencies, uploads: readonly UploadName[]): void {
  if (uploads.every(({ key }) => key.startsWith(settings.keyPrefix))) return
  throw new ApiFailure('bad_request', 'the key is not one of this service')
}
