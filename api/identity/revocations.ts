import type { ObjectStore } from '../s3/store.ts'

/** Ms for which a server believes the list that it last read: so late it hears of a revocation. */
const BELIEVED_FOR = 10_000

/** The links that were taken back, the same to every server: a list in the bucket. */
export interface Revocations {
  /** Takes a link back: at once at this server, and within ten seconds at all others. */
  revoke(id: string): Promise<void>
  /** @throws ApiFailure while the list can't be read and the last one is too old to be believed */
  isRevoked(id: string): Promise<boolean>
}

/**
 * One object for each link that was taken back, so that two servers which take back one each at the
 * same moment lose neither.
 *
 * @param now ms since 1970
 */
export function createRevocations(
  store: Pick<ObjectStore, 'listKeys' | 'putDocument'>,
  statePrefix: string,
  now: () => number,
): Revocations {
  const folder = `${statePrefix}revoked-links/`
  let known: { readonly ids: ReadonlySet<string>; readonly at: number } | undefined
  let reading: Promise<ReadonlySet<string>> | undefined

  async function read(): Promise<ReadonlySet<string>> {
    const at = now()
    const keys = await store.listKeys(folder)
    const ids = new Set(keys.map((key) => key.slice(folder.length)))
    known = { ids, at }
    return ids
  }

  function current(): Promise<ReadonlySet<string>> {
    const age = known === undefined ? Infinity : now() - known.at
    if (known && age >= 0 && age < BELIEVED_FOR) return Promise.resolve(known.ids)
    reading ??= read().finally(() => {
      reading = undefined
    })
    return reading
  }

  return {
    revoke: async (id) => {
      const document = { id, revokedAt: new Date(now()).toISOString() }
      await store.putDocument(folder + id, `${JSON.stringify(document)}\n`)
      // A list that is being read may be older than this; if it fails, those who asked for it hear.
      await reading?.catch(() => undefined)
      known = undefined
    },
    isRevoked: async (id) => (await current()).has(id),
  }
}
