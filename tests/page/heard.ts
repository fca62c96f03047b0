import type { Page } from 'playwright-core'

/**
 * What a screen reader is told from now on.
 *
 * @param live which regions it is told of; all by default
 */
export async function hear(
  page: Page,
  live = '[role=status], [role=alert], [aria-live]',
): Promise<() => Promise<string[]>> {
  const heard = await page.evaluateHandle((live) => {
    const told: string[] = []
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const element = target instanceof Element ? target : target.parentElement
        const region = element?.closest(live)
        if (region?.textContent) told.push(region.textContent)
        for (const node of addedNodes) {
          if (node instanceof Element && node.matches(live)) told.push(node.textContent)
        }
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true })
    return told
  }, live)
  return () => heard.jsonValue()
}
