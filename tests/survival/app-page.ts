import * as v from 'valibot'
import type { PageTarget } from '../servers/page-target.ts'
import type { Source } from './row.ts'
import { openTab, OPENING } from './tab.ts'
import { until } from './until.ts'

const rowsSchema = v.array(
  v.object({ name: v.string(), state: v.string(), note: v.string(), text: v.string() }),
)
/** An upload as the page shows it. */
export type ShownUpload = v.InferOutput<typeof rowsSchema>[number]

const READ_ROWS = `[...document.querySelectorAll('[data-testid=upload-row]')].map((row) => ({
  name: row.querySelector('h3').title,
  state: row.querySelector('[data-testid=state]').textContent,
  note: row.querySelector('.note')?.textContent ?? '',
  text: row.textContent,
}))`

function buttonWith(label: string): string {
  const words = JSON.stringify(label)
  return `[...document.querySelectorAll('button')].find((one) => one.textContent.trim() === ${words})`
}

/** The app in a tab. */
export interface AppPage {
  readonly target: PageTarget
  uploads(): Promise<ShownUpload[]>
  add(path: string, source: Source): Promise<void>
  /** Gives the only upload its file again, where the page asks for that. */
  giveAgain(path: string): Promise<void>
  /** Whether there is a button with this label. */
  offers(label: string): Promise<boolean>
  /** @throws Error when there is no button with this label */
  press(label: string): Promise<void>
  /** What the page warns of above its list; null where it warns of nothing. */
  warning(): Promise<string | null>
  /** Undefined while the page is being loaded. */
  title(): Promise<unknown>
  /** @param by whose doing it is */
  reload(by?: 'browser' | 'page'): Promise<void>
  close(): Promise<void>
}

/** Opens the app and waits until it shows its list. @param debugging the browser's address */
export async function openApp(debugging: string, origin: string): Promise<AppPage> {
  const isReady = `document.querySelector('#uploads-heading') !== null`
  const what = 'the page shows its list'
  const { target, ask, reload } = await openTab(debugging, origin, isReady, what)

  const uploads = async () => v.parse(rowsSchema, (await ask(READ_ROWS)) ?? [])

  return {
    target,
    uploads,
    async add(path, source) {
      if (source === 'dropped') await target.drop([path])
      else await target.setFiles('[data-testid=file-input]', [path])
      await until(async () => (await uploads()).length > 0, 'the file is on the list', OPENING)
    },
    async giveAgain(path) {
      const asks = `document.querySelector('[data-testid=again-input]') !== null`
      if ((await ask(asks)) === true) await target.setFiles('[data-testid=again-input]', [path])
      else await target.drop([path])
    },
    offers: async (label) => (await ask(`${buttonWith(label)} !== undefined`)) === true,
    async press(label) {
      await target.evaluate(`${buttonWith(label)}.click()`, 'person')
    },
    async warning() {
      const words = await ask(
        `document.querySelector('.banner.problem .banner-text')?.textContent ?? null`,
      )
      return v.parse(v.nullable(v.string()), words ?? null)
    },
    title: () => ask('document.title'),
    reload,
    close: () => target.close(),
  }
}
