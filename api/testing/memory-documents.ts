/** Small objects in memory, as the bucket has them, for tests that count requests. */
import { SortedKeys } from '../store/utf8-order.ts'

export function memoryDocuments() {
  const documents = new Map<string, string>()
  let keys = new SortedKeys()
  let requests = 0

  function page(prefix: string, after: string, limit: number) {
    const found: string[] = []
    let index = after === '' ? keys.indexAtOrAfter(prefix) : keys.indexAfter(after)
    index = Math.max(index, keys.indexAtOrAfter(prefix))
    for (; found.length < limit; index++) {
      const key = keys.at(index)
      if (key === undefined || !key.startsWith(prefix)) return { keys: found, more: false }
      found.push(key)
    }
    return { keys: found, more: keys.at(index)?.startsWith(prefix) ?? false }
  }

  return {
    documents,
    /** Since it was last set to 0. */
    get requests() {
      return requests
    },
    set requests(count: number) {
      requests = count
    },
    /** Of many at once. */
    put(names: Iterable<string>) {
      for (const name of names) documents.set(name, '{}')
      keys = new SortedKeys(documents.keys())
    },
    getDocument(key: string) {
      requests += 1
      return Promise.resolve(documents.get(key))
    },
    putDocument(key: string, text: string) {
      requests += 1
      documents.set(key, text)
      keys.add(key)
      return Promise.resolve()
    },
    remove(key: string) {
      requests += 1
      documents.delete(key)
      keys.delete(key)
      return Promise.resolve()
    },
    listKeys(prefix: string) {
      requests += 1
      return Promise.resolve(page(prefix, '', Infinity).keys)
    },
    listKeysPage(prefix: string, after: string, limit: number) {
      requests += 1
      return Promise.resolve(page(prefix, after, limit))
    },
  }
}
