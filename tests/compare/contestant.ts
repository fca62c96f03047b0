import type { Endings } from '../../bench/support/ending.ts'
import type { Expiry, FaultProxy } from '../servers/fault-proxy.ts'
import type { SceneOf, ScenePage, Sender } from '../survival/scene.ts'

/** What a person does when the page asks for it, as the table says it. */
export type Act =
  | 'Continue'
  | 'Retry'
  | 'Resume'
  | 'choose the file again'
  // Of one that has to be found the way to.
  | 'open the folder'
  | 'Upload'
  | 'Exit'

/** What a page shows of the only upload. */
export interface Shown {
  readonly says: string
  /** Whether it says that the upload has succeeded. */
  readonly claims: boolean
  /** What it asks the person for; null where it asks for nothing. */
  readonly wants: Act | null
  /** Whether it has given up: what it asks for, if anything, leads to a new upload. */
  readonly gaveUp: boolean
}

/** The page of one that is compared. */
export interface ContestPage extends ScenePage {
  /** Null while there is nothing to be seen. */
  uploads(): Promise<Shown | null>
  /** @param path of the file, where it is chosen again */
  act(act: Act, path: string): Promise<void>
  /** What it warns of beside the upload; null where it warns of nothing. */
  warning(): Promise<string | null>
  reload(): Promise<void>
  close(): Promise<void>
}

/** One that is compared, ready to. */
export interface Contestant {
  readonly sender: Sender<ContestPage>
  /** Bytes of a part of the campaign's file, undefined for the app's own rule. */
  readonly partSize: number | undefined
  /** How what it signs a part with runs out. */
  readonly expiry: Expiry
  /** On which line the browser asks for the upload to be completed. */
  completeLine(scene: SceneOf<ContestPage>): FaultProxy
  isComplete(method: string, path: string): boolean
}

/** What one needs to be made ready. */
export interface Preparation {
  /** For files of the whole run. */
  readonly folder: string
  readonly endings: Endings
}

/** One that may be compared. */
export interface Entrant {
  /** For `--with`. */
  readonly id: string
  /** For the table. */
  readonly name: string
  prepare(preparation: Preparation): Promise<Contestant>
}
