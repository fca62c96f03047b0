/** What a tab's icon shows: whole percents that have arrived, or how it ended. */
export type TabIcon = number | 'done' | 'needs-you'

/** The app's own. */
export const PLAIN_ICON = '/icon.svg'

/** Shows the picture at this address in the window's tab. */
export function setTabIcon(address: string): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (link && link.getAttribute('href') !== address) link.href = address
}

const AROUND = 2 * Math.PI * 12

/** The address of a picture of it, that needs no network: on light and dark tabs alike. */
export function iconOf(icon: TabIcon): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke-width="7">${drawing(icon)}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

function drawing(icon: TabIcon): string {
  if (icon === 'done') {
    return '<circle cx="16" cy="16" r="16" fill="#14783f"/><path d="M8 17l6 6 10-13" stroke="#fff" stroke-width="4"/>'
  }
  if (icon === 'needs-you') {
    return '<circle cx="16" cy="16" r="16" fill="#b26a00"/><path d="M16 6v12m0 4v5" stroke="#fff" stroke-width="5"/>'
  }
  const share = Math.min(100, Math.max(0, icon)) / 100
  return `<circle cx="16" cy="16" r="12" stroke="#9fb2cf"/><circle cx="16" cy="16" r="12" stroke="#2a66d9" stroke-dasharray="${(share * AROUND).toFixed(1)} 99" transform="rotate(-90 16 16)"/>`
}
