import type { Logger } from 'pino'
import * as v from 'valibot'
import { issuedLinkSchema, type IssuedLink } from '../../shared/admin.ts'
import { timeMark } from '../ledger/entry.ts'
import type { ObjectStore } from '../s3/store.ts'
import type { MadeLink, NamedLinkRequest } from './links.ts'

const documentSchema = v.pipe(v.string(), v.parseJson(), issuedLinkSchema)

/**
 * The links that were made, one object in the bucket for each, the newest listed first. None has the
 * link itself: who reads them gains nothing.
 */
export interface IssuedLinks {
  record(made: MadeLink, request: NamedLinkRequest): Promise<void>
  /** Whether one of this id was made. @throws ApiFailure */
  has(id: string): Promise<boolean>
  /** @param after the `next` of the page before; '' for the first one */
  page(after: string, limit: number): Promise<{ links: IssuedLink[]; next: string | null }>
}

/** @param now ms since 1970 */
export function createIssuedLinks(
  store: Pick<ObjectStore, 'getDocument' | 'listKeys' | 'listKeysPage' | 'putDocument'>,
  statePrefix: string,
  now: () => number,
  log: Logger,
): IssuedLinks {
  const folder = `${statePrefix}links/`

  async function read(key: string): Promise<IssuedLink[]> {
    const document = v.safeParse(documentSchema, await store.getDocument(key))
    if (document.success) return [document.output]
    log.warn({ key }, 'what is kept of a link is damaged')
    return []
  }

  return {
    record: async ({ id, expiresAt }, request) => {
      const at = now()
      const { label, note, prefix, maxFileSize, maxFiles, maxBytes, admin } = request
      const link: IssuedLink = {
        id,
        label,
        note,
        prefix,
        maxFileSize,
        maxFiles,
        maxBytes,
        admin,
        madeAt: new Date(at).toISOString(),
        expiresAt: new Date(expiresAt * 1000).toISOString(),
      }
      await store.putDocument(`${folder}${timeMark(at)}.${id}.json`, `${JSON.stringify(link)}\n`)
    },
    has: async (id) => (await store.listKeys(folder)).some((key) => key.endsWith(`.${id}.json`)),
    page: async (after, limit) => {
      const start = after === '' ? '' : folder + after
      const { keys, more } = await store.listKeysPage(folder, start, limit)
      const links = (await Promise.all(keys.map(read))).flat()
      const last = keys.at(-1)
      return { links, next: more && last !== undefined ? last.slice(folder.length) : null }
    },
  }
}
