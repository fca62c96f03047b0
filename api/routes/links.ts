import { Hono } from 'hono'
import * as v from 'valibot'
import type { IssuedLink, IssuedLinksPage, ShownLink } from '../../shared/admin.ts'
import { MAX_KEY_BYTES } from '../../shared/limits.ts'
import { uploadIdSchema, type LinkAnswer } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import { linkSubject } from '../identity/identity.ts'
import { namedLinkRequestSchema } from '../identity/links.ts'
import { takeBack } from '../identity/take-back.ts'
import { leadsAmongKept } from '../key.ts'
import { identifyAdmin, jsonBody, type ApiEnvironment } from './environment.ts'

const PAGE = 25

/** `/links` and `/links/:id`: upload links, made, listed and taken back by admins. */
export function linksRoutes(deps: Dependencies) {
  const { gate, links, issuedLinks, now } = deps
  const admin = identifyAdmin(deps)
  return new Hono<ApiEnvironment>()
    .get('/links', ...admin, async (c) => {
      const after = c.req.query('after') ?? ''
      if (after.length > MAX_KEY_BYTES) throw new ApiFailure('bad_request', 'after is too long')
      return c.json(await listLinks(deps, after))
    })
    .post('/links', ...admin, jsonBody(namedLinkRequestSchema), async (c) => {
      if (!gate.kinds.includes('links')) {
        throw new ApiFailure('bad_request', 'AUTH does not let links in', { status: 409 })
      }
      const { label, ...request } = c.req.valid('json')
      if (leadsAmongKept(deps.settings, request.prefix)) {
        throw new ApiFailure('bad_request', 'the prefix leads into STATE_PREFIX or RECEIPT_PREFIX')
      }
      const answer: LinkAnswer = await links.make(request, now())
      c.set('facts', { link: answer.id, admin: request.admin })
      await issuedLinks.record(answer, { ...request, label })
      return c.json(answer)
    })
    .delete('/links/:id', ...admin, async (c) => {
      const id = v.safeParse(uploadIdSchema, c.req.param('id'))
      if (!id.success) throw new ApiFailure('not_found', 'that is no id of a link')
      await takeBack(deps, id.output.toLowerCase())
      return c.body(null, 204)
    })
}

async function listLinks(deps: Dependencies, after: string): Promise<IssuedLinksPage> {
  const { links, next } = await deps.issuedLinks.page(after, PAGE)
  return { links: await Promise.all(links.map((link) => shown(deps, link))), next }
}

async function shown(
  { counter, revocations, now }: Dependencies,
  link: IssuedLink,
): Promise<ShownLink> {
  const isCounted = link.maxFiles !== null || link.maxBytes !== null
  const [revoked, used] = await Promise.all([
    revocations.isRevoked(link.id),
    isCounted ? counter.usage(linkSubject(link.id)) : null,
  ])
  return { ...link, revoked, expired: Date.parse(link.expiresAt) <= now(), used }
}
