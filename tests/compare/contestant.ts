import type { FaultProxy } from '../servers/fault-proxy.ts'
import type { SceneOf, ScenePage, Sender } from '../survival/scene.ts'

/** What a person does when the page asks for it, as the table says it. */
export type Act = 'Continue' | 'Retry' | 'Resume' | 'choose the file again'

/** What a page shows of the only upload. */
export interface Shown {
  readonly says: string
  /** Whether it says that the upload has succeeded. */
  readonly claims: boolean
  /** What it asks the person for; null where it asks for nothing. */
  readonly wants: Act | null
  /** Whether it has given up, and asks for nothing by which the upload would go on. */
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

/** One that is compared. */
export interface Contestant {
  readonly id: string
  /** For the table. */
  readonly name: string
  readonly sender: Sender<ContestPage>
  /** Bytes of a part of the campaign's file, undefined for the app's own rule. */
  readonly partSize: number | undefined
  /** On which line the browser asks for the upload to be completed. */
  completeLine(scene: SceneOf<ContestPage>): FaultProxy
  isComplete(method: string, path: string): boolean
}
