import { v7 as newId } from 'uuid'
import * as v from 'valibot'
import { MIB } from '../../shared/limits.ts'
import { createUploadAnswerSchema, watchAnswerSchema } from '../../shared/wire.ts'

/** Begins an upload of two parts without any browser, and gives the link that shows it. */
export async function beginElsewhere(origin: string) {
  const id = newId()
  const ask = async (method: string, path: string, body?: object, token = '') => {
    const response = await fetch(`${origin}/api/uploads${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`)
    return response
  }
  const file = { name: 'elsewhere.bin', path: '', size: 20 * MIB, type: '', lastModified: 1 }
  const created = await ask('POST', '', { id, ...file })
  const { token } = v.parse(createUploadAnswerSchema, await created.json())
  const call = (method: string, path: string, body?: object) =>
    ask(method, `/${id}${path}`, body, token)
  const watch = v.parse(watchAnswerSchema, await (await call('POST', '/watch', {})).json())
  return { call, link: `${origin}/#watch=${id}.${watch.token}` }
}
