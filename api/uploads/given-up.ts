import type { Dependencies } from '../dependencies.ts'
import { dayOf } from '../ledger/days.ts'
import type { Entry } from '../ledger/entry.ts'
import type { UploadClaims } from '../token.ts'
import { wasCancelled } from './cancel.ts'

const GIVEN_UP: ReadonlySet<Entry['outcome']> = new Set(['cancelled', 'cleared'])

/**
 * Whether an upload that is gone was cancelled by who began it or ended by an admin, by whichever server.
 *
 * @throws ApiFailure
 */
export async function wasGivenUp(
  deps: Pick<Dependencies, 'ledgers' | 'settings' | 'store'>,
  upload: UploadClaims,
): Promise<boolean> {
  const { key, createdAt } = upload
  // Of a file that is put as a whole this is all that is noted.
  if (upload.put !== undefined && (await wasCancelled(deps, upload))) return true
  const matches = (entry: Entry) =>
    entry.key === key && entry.at >= createdAt && GIVEN_UP.has(entry.outcome)
  const since = { from: dayOf(createdAt), to: null, after: null }
  return (await deps.ledgers.failed.search({ ...since, matches, limit: 1 })).entries.length > 0
}
