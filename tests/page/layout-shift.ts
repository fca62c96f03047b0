import type { Page } from 'playwright-core'

/** What passes for nothing: a tenth of what https://web.dev/articles/cls calls good. */
export const NOTICED = 0.01

/** By how much what is seen has moved by itself since the page was opened. */
export function shiftOf(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const AFTERWARDS = 300
        let sum = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            if ('value' in entry && typeof entry.value === 'number') sum += entry.value
          }
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(sum), AFTERWARDS)
      }),
  )
}
