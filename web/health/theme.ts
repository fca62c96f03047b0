/** Which colours the person wants; `public/theme.js` puts them on, before anything is drawn. */
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'theme'

/** What was chosen, as it is on now. */
export function themeNow(): Theme {
  const { theme } = document.documentElement.dataset
  return THEMES.find((one) => one === theme) ?? 'system'
}

/**
 * Puts it on here and in all other pages, and keeps to it at later visits.
 *
 * @throws DOMException where the browser keeps nothing
 */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, theme)
  // Other pages get it from the browser.
  window.dispatchEvent(new StorageEvent('storage', { key: KEY }))
}
