import { remedyOf, type ErrorCode, type Remedy } from '../../../shared/errors.ts'
import type { Receipt } from '../../../shared/receipt.ts'
import type { ServerSide, UploadRecord } from './record.ts'

/** What the engine wants done for an upload. Each ends in one {@link Event}. */
export type Command =
  /** Write down that the API is about to be asked. */
  | { readonly type: 'begin'; readonly id: string; readonly partSize: number }
  | { readonly type: 'create'; readonly id: string }
  | { readonly type: 'list'; readonly id: string }
  | {
      readonly type: 'hash'
      readonly id: string
      readonly number: number
      /** Whether a lane waits for it, or soon will. */
      readonly isDue: boolean
    }
  | { readonly type: 'sign'; readonly id: string; readonly parts: readonly PartToSign[] }
  | {
      readonly type: 'send'
      readonly id: string
      readonly number: number
      readonly part: SignedPart
    }
  | { readonly type: 'complete'; readonly id: string }
  | { readonly type: 'abort'; readonly id: string }

export interface PartToSign {
  readonly number: number
  /** Base64; null where the store checks nothing. */
  readonly checksum: string | null
  /** The origin that it is to go to, once the API has named some. */
  readonly host?: string
}

/** What is needed to send a part. */
export interface SignedPart {
  readonly checksum: string | null
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** The origin in the URL, where the API has named more than one. */
  readonly host?: string
  /** ms since 1970 by the browser's clock: sent later, it could run out on the way. */
  readonly beginBefore: number
}

/** A part that S3 has. */
export interface ArrivedPart {
  readonly number: number
  /** Base64; null where the store checks nothing. */
  readonly checksum: string | null
  /** Whether the checksum was computed here from the file; else it is the store's own word. */
  readonly hashed: boolean
}

/** What happened to an upload. */
export type Event = { readonly id: string } &
  /** @see UploadRecord.partSize */
  (
    | { readonly type: 'begun'; readonly partSize: number }
    /** Whether it is new there: else it was begun before, and parts may have arrived. */
    | { readonly type: 'created'; readonly server: ServerSide; readonly isNew: boolean }
    /** All the parts that S3 has, and that can be built on. */
    | { readonly type: 'listed'; readonly parts: readonly ArrivedPart[] }
    | { readonly type: 'hashed'; readonly number: number; readonly checksum: string | null }
    | {
        readonly type: 'signed'
        readonly parts: ReadonlyMap<number, SignedPart>
        /** The origins under which the bucket answers, where the API names them. */
        readonly hosts?: readonly string[]
      }
    | { readonly type: 'sent'; readonly part: ArrivedPart }
    | { readonly type: 'completed'; readonly receipt: Receipt }
    /** The server has issued its receipt anew, with more in it. */
    | { readonly type: 'receipt'; readonly receipt: Receipt }
    | { readonly type: 'aborted' }
    | Failed
    | { readonly type: 'pause' }
    | { readonly type: 'resume' }
    | { readonly type: 'cancel' }
    /** By the person, after a failure. */
    | {
        readonly type: 'retry'
        readonly remoteId: string
        /** The link by which uploads are begun now. */
        readonly link?: string | null
        /** Others than those for which it was refused. */
        readonly details?: UploadRecord['details']
      }
    | { readonly type: 'remove' }
    /** A page has read the file as a whole, and it is another one than was sent. */
    | { readonly type: 'disprove' }
    /** The person gives it another place, priority or time to start. */
    | { readonly type: 'arrange'; readonly change: Arrangement }
    /** Its time to start has come, ms since 1970. */
    | { readonly type: 'due'; readonly now: number }
    /** The file can be read again, by what the person did. */
    | { readonly type: 'given' }
    /** The network is back. */
    | { readonly type: 'online' }
    /**
     * The browser has these parts to send by a Background Fetch, in this order. Those of them that are
     * `awaited` it sends only if they don't arrive from here within a while.
     */
    | {
        readonly type: 'elsewhere'
        readonly parts: readonly number[]
        readonly awaited: ReadonlySet<number>
      }
    /** The browser did not send this part; `there`: as the store has it already. */
    | { readonly type: 'not-sent'; readonly number: number; readonly there: boolean }
    /** The browser sends nothing any more: what it got done stands in S3's list. */
    | { readonly type: 'taken-back' }
  )

/** What is undefined stays as it is; `startAt`: 0 for at once. */
export type Arrangement = Partial<Pick<UploadRecord, 'place' | 'priority' | 'startAt'>>

export interface Failed {
  readonly type: 'failed'
  readonly command: Command
  readonly code: ErrorCode
  /** ms since 1970: not to be tried again before, where the code is one to retry. */
  readonly notBefore: number
  /** Whether it was tried often enough to be given up. */
  readonly final: boolean
  /** Whether the other side seems to be away: then the wait is over once it is heard of again. */
  readonly isAway?: boolean
  /** The host by which the part did not arrive, when another may take it over. */
  readonly byHost?: string
}

/** What is done about a failure. */
export function remedyFor(event: Failed): Remedy {
  // A person can make room, but whether there is any shows only in trying.
  if (event.byHost !== undefined || event.code === 'storage') return 'retry'
  return event.final ? 'fail' : remedyOf(event.code)
}
