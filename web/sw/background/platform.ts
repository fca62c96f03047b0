/** Background Fetch as a worker sees it (https://wicg.github.io/background-fetch/). */

export interface FetchRecord {
  readonly request: Request
  /** Rejects when the fetch ends before it. */
  readonly responseReady: Promise<Response>
}

export interface FetchRegistration {
  readonly id: string
  /** '' while it runs. */
  readonly result: '' | 'success' | 'failure'
  readonly failureReason: string
  /** Bytes of bodies so far; it changes while they are on their way. */
  readonly uploaded: number
  matchAll(): Promise<readonly FetchRecord[]>
}

export interface FetchManager {
  getIds(): Promise<readonly string[]>
  get(id: string): Promise<FetchRegistration | undefined>
}

/** `backgroundfetchsuccess`, `backgroundfetchfail`, `backgroundfetchabort`, `backgroundfetchclick`. */
export interface FetchEvent extends ExtendableEvent {
  readonly registration: FetchRegistration
}

/** `sync` (https://wicg.github.io/background-sync/spec/). */
export interface SyncEvent extends ExtendableEvent {
  /** Whether it is not fired again, whatever comes of this time. */
  readonly lastChance: boolean
}

declare global {
  interface ServiceWorkerRegistration {
    readonly backgroundFetch?: FetchManager
  }
  interface ServiceWorkerGlobalScopeEventMap {
    backgroundfetchsuccess: FetchEvent
    backgroundfetchfail: FetchEvent
    backgroundfetchabort: FetchEvent
    backgroundfetchclick: FetchEvent
    sync: SyncEvent
  }
}
