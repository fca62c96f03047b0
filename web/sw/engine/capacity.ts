import { GIB } from '../../../shared/limits.ts'
import { LANES_PER_HOST } from './hosts.ts'

/** How much the engine does at once. */
export interface Capacity {
  /** Parts being sent, of all uploads. */
  readonly lanes: number
  /** Parts being hashed, of all uploads. */
  readonly hashing: number
  /**
   * Parts of one upload that are sent, or read as fast as they can be: those for all lanes, and some for
   * the lanes that come free next. What is read beyond that takes no processor from what is sent.
   */
  readonly due: number
  /** Parts of one upload that are sent or made ready to be sent. */
  readonly window: number
  /**
   * Parts, and bytes, of one upload that are hashed before their turn: a Background Fetch can send
   * along only the checksums that are known when its page closes.
   */
  readonly ahead: { readonly parts: number; readonly bytes: number }
  /** Requests to the API for uploads as a whole. */
  readonly requests: number
  /** Uploads whose parts are sent at the same time. */
  readonly uploads: number
  /** Uploads that exist at the server at the same time: only these can be handed over. */
  readonly created: number
  /** Those beside these whose files are sent as a whole: they are asked about many at once. */
  readonly whole: number
  /**
   * Those beside these whose files could not be read just now: many may be on a drive that is gone, and
   * the others go on.
   */
  readonly doubtful: number
  /** Bytes a second of one part among those that are sent side by side; null while unknown. */
  readonly rate: number | null
}

const SPARE = 6

export const CAPACITY: Capacity = {
  lanes: LANES_PER_HOST,
  hashing: 2,
  due: LANES_PER_HOST + SPARE,
  window: 12,
  ahead: { parts: 256, bytes: 4 * GIB },
  requests: 4,
  uploads: 6,
  created: 64,
  whole: 400,
  doubtful: 1000,
  rate: null,
}

/** The same with another number of lanes: as many parts again are made ready, each from a file. */
export function withLanes(lanes: number): Capacity {
  const window = Math.max(CAPACITY.window, 2 * lanes)
  return {
    ...CAPACITY,
    lanes,
    due: lanes + SPARE,
    window,
    uploads: Math.max(CAPACITY.uploads, lanes),
  }
}
