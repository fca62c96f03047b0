/** The app in a browser, used as a person would. */
import type { Browser } from './browser.ts'

export interface AppTimes {
  /** When the file was added and when it was shown as verified, ms since 1970. */
  readonly begin: number
  readonly verified: number
}

/** Opens the app and waits until a file can be added. */
export async function openApp({ page }: Browser, origin: string): Promise<void> {
  await page.goto(origin)
  await page.getByTestId('file-input').waitFor({ state: 'attached' })
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => null))
}

/**
 * Adds a file and waits until it is verified.
 *
 * @throws Error when it fails or waits for a person
 */
export async function uploadInApp({ page }: Browser, file: string): Promise<AppTimes> {
  // Functions with names can't go into the page: tsx adds to them what is not there.
  const watched = page.evaluate(async () => {
    let begin = 0
    document.addEventListener(
      'change',
      () => {
        begin = performance.timeOrigin + performance.now()
      },
      { capture: true, once: true },
    )
    document.body.dataset['watched'] = ''
    await new Promise<void>((resolve, reject) => {
      new MutationObserver(() => {
        const row = document.querySelector<HTMLElement>('[data-testid=upload-row]')
        const state = row?.dataset['state']
        if (state === 'verified') resolve()
        if (state === 'failed' || state === 'paused') reject(new Error(row?.innerText))
      }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-state'] })
    })
    return { begin, verified: performance.timeOrigin + performance.now() }
  })
  const added = page
    .locator('body[data-watched]')
    .waitFor()
    .then(() => page.getByTestId('file-input').setInputFiles(file))
  const [times] = await Promise.all([watched, added])
  return times
}
