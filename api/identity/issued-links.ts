import type { Logger } from 'pino'
import * as v from 'valibot'
import { issuedLinkSchema, type IssuedLink } from '../../shared/admin.ts'
import { timeMark } from '../ledger/entry.ts'
import type { ObjectStore } from '../s3/store.ts'
import { linkIdOf } from './identity.ts'
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
  /**
   * What admins know links by, by their ids: of those that are listed and have a label or a note.
   * What was read before costs nothing; others cost one list for every 1,000 links, and a read each.
   */
  names(ids: Iterable<string>): Promise<Map<string, string>>
}

/** @param now ms since 1970 */
export function createIssuedLinks(
  store: Pick<ObjectStore, 'getDocument' | 'listKeys' | 'listKeysPage' | 'putDocument'>,
  statePrefix: string,
  now: () => number,
  log: Logger,
): IssuedLinks {
  const folder = `${statePrefix}links/`
  /** They never change. '' of one that has none. */
  const known = new Map<string, string>()

  async function read(key: string): Promise<IssuedLink[]> {
    const document = v.safeParse(documentSchema, await store.getDocument(key))
    if (document.success) return [document.output]
    log.warn({ key }, 'what is kept of a link is damaged')
    return []
  }

  async function learn(ids: ReadonlySet<string>): Promise<void> {
    const keys = await store.listKeys(folder)
    const wanted = keys.filter((key) => ids.has(key.slice(folder.length).split('.')[1] ?? ''))
    for (const { id, label, note } of (await Promise.all(wanted.map(read))).flat()) {
      known.set(id, label || (note.split('\n', 1)[0] ?? ''))
    }
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
    names: async (ids) => {
      const all = [...new Set(ids)]
      const unknown = all.filter((id) => !known.has(id))
      if (unknown.length > 0) await learn(new Set(unknown))
      return new Map(all.map((id) => [id, known.get(id) ?? ''] as const).filter(([, name]) => name))
    },
  }
}

/** The same of those among the subjects that are links; none where the store does not tell. */
export async function namesOfLinks(
  { issuedLinks, log }: { readonly issuedLinks: IssuedLinks; readonly log: Logger },
  subjects: readonly string[],
): Promise<Record<string, string>> {
  const ids = subjects.flatMap((subject) => linkIdOf(subject) ?? [])
  try {
    return Object.fromEntries(await issuedLinks.names(ids))
  } catch (error) {
    log.warn({ err: error }, 'what admins know links by could not be read')
    return {}
  }
}
