import { Hono } from 'hono'
import type { IdentityAnswer } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import type { Identity } from '../identity/identity.ts'
import { identify, type ApiEnvironment } from './environment.ts'

/** `GET /identity`: who asks, and what is left to them. */
export function identityRoute(deps: Dependencies) {
  return new Hono<ApiEnvironment>().get('/identity', identify(deps), async (c) =>
    c.json(await describe(deps, c.var.identity)),
  )
}

async function describe(
  { counter, settings, form, now }: Dependencies,
  { kind, admin, note, expiresAt, limits, subject }: Identity,
): Promise<IdentityAnswer> {
  const { maxFileSize, maxFiles, maxBytes } = limits
  const used =
    maxFiles === null && maxBytes === null ? { files: 0, bytes: 0 } : await counter.usage(subject)
  const left = (most: number | null, used: number) =>
    most === null ? null : Math.max(0, most - used)
  return {
    kind,
    admin,
    note,
    expiresInSeconds: expiresAt === null ? null : Math.max(0, expiresAt - Math.floor(now() / 1000)),
    maxFileSize: Math.min(settings.maxFileSize, maxFileSize ?? Infinity),
    filesLeft: left(maxFiles, used.files),
    bytesLeft: left(maxBytes, used.bytes),
    ...(form && { form: form.schema }),
  }
}
