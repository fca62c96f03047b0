import { Hono } from 'hono'
import { createUploadRequestSchema } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { createUpload } from '../uploads/create.ts'
import { identifyToGoOn, jsonBody, type ApiEnvironment } from './environment.ts'

/** `POST /uploads` */
export function createRoute(deps: Dependencies) {
  return new Hono<ApiEnvironment>().post(
    '/uploads',
    identifyToGoOn(deps),
    jsonBody(createUploadRequestSchema),
    async (c) => {
      const request = c.req.valid('json')
      const { id: upload, name, size } = request
      c.set('facts', { upload, name, size })
      const answer = await createUpload(deps, c.var.identity, request)
      c.set('facts', { upload, key: answer.key, name, size })
      return c.json(answer)
    },
  )
}
