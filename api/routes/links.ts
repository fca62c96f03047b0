import { Hono } from 'hono'
import * as v from 'valibot'
import { uploadIdSchema, type LinkAnswer } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import { linkRequestSchema } from '../identity/links.ts'
import { adminOnly, identify, jsonBody, type ApiEnvironment } from './environment.ts'

/** `POST /links` and `DELETE /links/:id`: upload links, made and taken back by admins. */
export function linksRoutes(deps: Dependencies) {
  const { gate, links, revocations, now } = deps
  return new Hono<ApiEnvironment>()
    .post('/links', identify(deps), adminOnly, jsonBody(linkRequestSchema), async (c) => {
      if (!gate.kinds.includes('links')) {
        throw new ApiFailure('bad_request', 'AUTH does not let links in', { status: 409 })
      }
      const answer: LinkAnswer = await links.make(c.req.valid('json'), now())
      return c.json(answer)
    })
    .delete('/links/:id', identify(deps), adminOnly, async (c) => {
      const id = v.safeParse(uploadIdSchema, c.req.param('id'))
      if (!id.success) throw new ApiFailure('not_found', 'that is no id of a link')
      await revocations.revoke(id.output.toLowerCase())
      return c.body(null, 204)
    })
}
