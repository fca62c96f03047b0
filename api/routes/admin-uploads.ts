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
import { adminOnly, identify, jsonBody, type ApiEnvironment } from './environment.ts'

const PAGE = 100

/** What is on its way, and what was left, by the bucket's own list. */
export function adminUploadsRoutes(deps: Dependencies) {
  const admin = [identify(deps), adminOnly] as const
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
  { store, settings, now }: Dependencies,
  after: { key: string; uploadId: string } | null,
): Promise<UploadsPage> {
  const { keyPrefix, uploadLifetime } = settings
  const page = await store.listUploadsPage(keyPrefix, after ?? undefined, PAGE)
  const oldest = now() - uploadLifetime * 1000
  return {
    uploads: page.uploads.map(({ key, uploadId, createdAt }) => ({
      key,
      uploadId,
      createdAt: createdAt?.toISOString() ?? null,
      abandoned: createdAt !== undefined && createdAt.getTime() < oldest,
    })),
    next: page.next ?? null,
    resumableSeconds: uploadLifetime,
  }
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
  for (const upload of uploads) {
    try {
      await deps.store.abort(upload)
      await noteCleared(deps, upload.key)
    } catch (error) {
      deps.log.warn({ key: upload.key, err: error }, 'an upload could not be aborted')
      failed.push(upload.uploadId)
    }
  }
  return { aborted: uploads.length - failed.length, failed }
}

async function noteCleared({ ledgers, now, log }: Dependencies, key: string): Promise<void> {
  try {
    // The store does not tell how large it would have become, nor whose it was.
    await ledgers.failed.add({ at: now(), outcome: 'cleared', size: 0, subject: '', key })
  } catch (error) {
    log.warn({ err: error }, 'a failure could not be noted for admins')
  }
}

/** Others may use the same bucket. */
function requireOurs({ settings }: Dependencies, uploads: readonly UploadName[]): void {
  if (uploads.every(({ key }) => key.startsWith(settings.keyPrefix))) return
  throw new ApiFailure('bad_request', 'the key is not one of this service')
}
