import { storeErrorFacts } from '../s3/errors.ts'

/** Names by which the SDK says that it found none of its own. */
const NAMELESS = new Set(['Error', 'Unknown', 'UnknownError'])

/** What a store answered to a request that failed, by its code: the message may hold anything. */
export function describeRefusal(error: unknown): string {
  const { names, status } = storeErrorFacts(error)
  const name = names.find((name) => !NAMELESS.has(name) && /^[\w.]{1,64}$/.test(name))
  if (status === undefined) return name ?? 'no answer'
  return `${status} ${name ?? ''}`.trimEnd()
}

/** Whether a store says that it doesn't know the request at all. */
export function isUnknownTo(error: unknown): boolean {
  const { names, status } = storeErrorFacts(error)
  return status === 501 || status === 405 || names.includes('NotImplemented')
}
