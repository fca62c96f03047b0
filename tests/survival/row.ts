import type { Scene } from './scene.ts'

/** How a file is given to the page: only of a dropped one the browser can keep a handle. */
export type Source = 'dropped' | 'chosen'

/** Files that the campaign makes once, and their sizes in bytes. */
export const FILES = { large: 1_000_000_000, middle: 500_000_000, small: 300_000_000 } as const

/** What has to come of an upload. */
export type Goal =
  | {
      readonly ends: 'Verified'
      /** At most. */
      readonly clicks: number
      /** Whether no part may be taken twice, whatever was under way. */
      readonly partsTakenOnce?: true
    }
  /** In the words that the page shows, and with no object made. */
  | { readonly ends: string; readonly object: 'none' }

/** A line of the table: one fault at one moment of an upload. */
export interface Row {
  /** For `--only` and `--skip`. */
  readonly id: string
  readonly fault: string
  readonly moment: string
  readonly file: keyof typeof FILES
  readonly tries: number
  /** By turns. */
  readonly sources: readonly Source[]
  readonly goal: Goal
  /** Gives how the upload ended: `Verified`, or the words that the page shows. */
  run(scene: Scene): Promise<string>
}

/** What came of one try. */
export interface Outcome {
  readonly ended: string
  /** Of the object; null where there is none. */
  readonly sha256Equal: boolean | null
  /** Bytes of parts that came from the browser beyond the file's size; of what completed. */
  readonly bytesTwice: number | null
  /** Bytes that were under way at the faults, and may so have been sent more than once. */
  readonly bytesAllowed: number
  /** The numbers of parts that were taken more than once, by either route. */
  readonly takenTwice: readonly number[]
  readonly clicks: number
  /** Whether it ended only after a page that is none of the app was opened. */
  readonly browsed: boolean
}

/** Why a try misses its goal, null where it does not. */
export function missOf(goal: Goal, outcome: Outcome): string | null {
  if (outcome.ended !== goal.ends) return outcome.ended
  if ('object' in goal) return outcome.sha256Equal === null ? null : 'an object was made'
  if (outcome.sha256Equal !== true) return 'the object is not the file'
  if (outcome.clicks > goal.clicks) return `${outcome.clicks} clicks were needed`
  if (goal.partsTakenOnce && outcome.takenTwice.length > 0) {
    return `parts ${outcome.takenTwice.join(', ')} were taken twice`
  }
  const { bytesTwice, bytesAllowed } = outcome
  if (bytesTwice === null || bytesTwice > bytesAllowed) {
    return `${bytesTwice} bytes were sent more than once, and only ${bytesAllowed} were under way`
  }
  return null
}

/** What a row is about can't be tried, as its moment never came: such a try says nothing. */
export class MomentMissed extends Error {
  override readonly name = 'MomentMissed'
}
