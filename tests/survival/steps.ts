/** What rows of the campaign have in common. */
import { planParts } from '../../shared/plan.ts'
import { problems } from '../../web/text/en/problems.ts'
import { closeGateAfter } from '../browser/gate.ts'
import type { Handling } from '../servers/fault-proxy.ts'
import type { Portal } from '../servers/portal.ts'
import type { AppPage, ShownUpload } from './app-page.ts'
import { PATIENCE, type Scene, type SceneOf, type ScenePage } from './scene.ts'
import { until } from './until.ts'

export const VERIFIED = 'Verified'

/** States in which an upload does not go on by itself. */
const AT_REST = new Set(['Failed', 'Cancelled', 'Paused'])

/** How the page asks for the file. */
const ASKS = [problems.file_permission.what, problems.file_gone.what]
/** ms in which the page has to take a file that it asked for. */
const TAKEN_WITHIN = 5000

/** Waits until the page shows the upload as verified, and gives that or what it shows instead. */
export async function isVerified(
  page: AppPage,
  limit = PATIENCE,
  meanwhile: (upload: ShownUpload) => Promise<void> = async () => undefined,
): Promise<string> {
  let ended = ''
  await until(
    async () => {
      const [upload] = await page.uploads()
      if (!upload) return false
      if (upload.state === VERIFIED) ended = upload.state
      else if (AT_REST.has(upload.state)) ended = upload.note
      else await meanwhile(upload)
      return ended !== ''
    },
    'the upload is verified',
    limit,
  )
  return ended
}

/**
 * ms after which somebody who uses the browser has opened another page, none of the app. Chromium can
 * leave a part of a Background Fetch for good until then (docs/decisions/hand-over.md).
 */
const BROWSES_AFTER = 120_000

/** Waits until the upload ends with no tab open; a page that is opened then must show it too. */
export async function endsUnseen(scene: Scene, limit = PATIENCE): Promise<string> {
  const isMade = async () => (await scene.objects.verified()).length > 0
  const end = performance.now() + BROWSES_AFTER
  await until(async () => performance.now() > end || (await isMade()), 'a while', PATIENCE)
  if (!(await isMade())) await scene.browse()
  await until(isMade, 'the object and its receipt are there, with no tab open', limit)
  return isVerified(await scene.openPage(), 30_000)
}

/** Opens the app in the browser that was started anew, and gives the file each time it is asked for. */
export async function goesOn(scene: Scene): Promise<string> {
  const page = await scene.openPage()
  let givenAt = -Infinity
  return isVerified(page, PATIENCE, async ({ state, note }) => {
    const asks = ASKS.some((words) => note.startsWith(words)) && state === 'Waiting'
    if (!asks || performance.now() - givenAt < TAKEN_WITHIN) return
    givenAt = performance.now()
    await page.giveAgain(scene.file.path)
    scene.clicked()
  })
}

/** An upload that is held where so much of it has arrived. */
export interface Halt {
  /** Waits until it is there. */
  reached(): Promise<void>
  /** Lets what is held, and all that comes, go on. */
  goOn(): void
}

/**
 * Holds every part to the store after the first ones, which make up the share of the file.
 *
 * @param partSize bytes; undefined for the app's
 */
export function haltAt(
  { store, file, parts }: Pick<SceneOf<ScenePage>, 'store' | 'file' | 'parts'>,
  share: number,
  partSize?: number,
): Halt {
  const count = Math.floor(share * planParts(file.size, partSize).partCount)
  const gate = closeGateAfter(store.line, count)
  const arrived = () => parts().filter(({ status }) => status === 200).length
  const isHeld = () => parts().some(({ state }) => state === 'waiting')
  const what = `${count} parts have arrived and others are under way`
  return {
    reached: () => until(() => arrived() >= count && isHeld(), what, PATIENCE),
    goOn: () => gate.open(),
  }
}

/** Complete on its way to the API. */
export interface HeldComplete {
  /** Waits until it is asked for. */
  arrives(): Promise<void>
  /** Lets it and all later ones go on. */
  release(how: Handling): void
}

/** Holds Complete before it gets to the API. */
export function holdComplete({ api }: Scene): HeldComplete {
  let arrived = false
  let release: (how: Handling) => void = () => undefined
  const released = new Promise<Handling>((resolve) => (release = resolve))
  api.line.handle = (method, path) => {
    if (!isComplete(method, path)) return 'pass'
    arrived = true
    return released
  }
  return {
    arrives: () => until(() => arrived, 'the upload is to be completed', PATIENCE),
    release(how) {
      api.line.handle = () => 'pass'
      release(how)
    },
  }
}

export function isComplete(method: string, path: string): boolean {
  return method === 'POST' && path.endsWith('/complete')
}

/** A network that wants people to sign in, before both servers. */
export interface StandingPortal {
  stand(kind: Portal): void
  goAway(): void
  /** How many requests it has answered. */
  answered(): number
}

/** What it takes of a part may have to be sent once more. */
export function standInPortal({ api, store, allow }: Scene): StandingPortal {
  let answered = 0
  return {
    stand(kind) {
      for (const { line } of [api, store]) {
        line.treat = ({ size }) => {
          answered += 1
          allow(size)
          return kind
        }
        line.handle = () => {
          answered += 1
          return kind
        }
      }
    },
    goAway() {
      for (const { line } of [api, store]) {
        line.treat = () => 'pass'
        line.handle = () => 'pass'
      }
    },
    answered: () => answered,
  }
}
