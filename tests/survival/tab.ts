import { openPage, type PageTarget } from '../servers/page-target.ts'
import { until } from './until.ts'

/** What a page that is being loaded answers. */
const LOADING = /navigated|context/

/** ms in which a page has to be there. */
export const OPENING = 60_000

/** A page in a tab, which may be in the middle of being loaded. */
export interface Tab {
  readonly target: PageTarget
  /** What the expression gives; undefined while the page is being loaded. */
  ask(expression: string): Promise<unknown>
  /** @param by whose doing it is */
  reload(by?: 'browser' | 'page'): Promise<void>
}

/**
 * Opens a page and waits until it is ready.
 *
 * @param debugging the browser's address
 * @param isReady an expression that is true in a page that is
 */
export async function openTab(
  debugging: string,
  url: string,
  isReady: string,
  what: string,
): Promise<Tab> {
  const target = await openPage(debugging, url)

  async function ask(expression: string): Promise<unknown> {
    try {
      return await target.evaluate(expression)
    } catch (error) {
      if (error instanceof Error && LOADING.test(error.message)) return undefined
      throw error
    }
  }
  const whenReady = () =>
    until(async () => (await ask(`!window.before && (${isReady})`)) === true, what, OPENING)

  await whenReady()
  return {
    target,
    ask,
    async reload(by = 'browser') {
      await target.evaluate('window.before = true')
      if (by === 'browser') await target.reload()
      else await ask('location.reload()')
      await whenReady()
    },
  }
}
