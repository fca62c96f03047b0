/** What support wants to know, as a text to be copied. It has no tokens, addresses or contents. */
import type { UploadView } from '../../shared/messages.ts'
import type { Ability } from './abilities.ts'
import type { Connection } from './connection.ts'
import type { Permissions, StorageUse } from './permit.ts'

/** Uploads that are told one by one; those with a problem come first. */
const MOST = 100

export interface DiagnosticFacts {
  readonly now: Date
  /** The name of the page's script, by which builds are told apart. */
  readonly build: string
  readonly browser: {
    readonly agent: string
    readonly languages: readonly string[]
    readonly processors: number
    readonly online: boolean
  }
  readonly language: string
  readonly theme: string
  readonly phase: string
  readonly isWorkerSilent: boolean
  readonly abilities: Readonly<Record<Ability, boolean>>
  readonly permissions: Permissions | null
  readonly storage: StorageUse | null
  /** null where it was not tried. */
  readonly connection: Connection | null
  readonly closing: string
  readonly uploads: readonly UploadView[]
}

/** @param withNames whether files and folders are named */
export function diagnosticsOf(facts: DiagnosticFacts, withNames: boolean): string {
  const { now, uploads, connection, ...others } = facts
  const states: Record<string, number> = {}
  for (const { state } of uploads) states[state] = (states[state] ?? 0) + 1
  const troubled = uploads.filter(({ problem }) => problem !== null)
  const calm = uploads.filter(({ problem }) => problem === null)
  const told = [...troubled, ...calm].slice(0, MOST)
  const content = {
    of: 'Longhaul',
    at: now.toISOString(),
    version: connection?.server?.version ?? 'unknown',
    ...others,
    connection: connection ?? 'not tried',
    uploads: {
      count: uploads.length,
      states,
      leftOut: uploads.length - told.length,
      list: told.map((view) => uploadOf(view, withNames)),
    },
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

/** Only what is named here: whatever a view may have besides one day stays here. */
function uploadOf(view: UploadView, withNames: boolean) {
  const { id, name, path, size, sent, inFlight, state, problem, proof } = view
  return {
    id,
    ...(withNames && { name, path }),
    state,
    problem,
    size,
    sent,
    inFlight,
    partSize: view.partSize ?? null,
    proof,
    handedOver: view.handedOver,
    retryAt: view.retryAt === null ? null : new Date(view.retryAt).toISOString(),
    addedAt: new Date(view.addedAt).toISOString(),
  }
}
