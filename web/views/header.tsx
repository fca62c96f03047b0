import { dialog } from '../state/dialogs.ts'
import { attempt } from '../state/notices.ts'
import { text } from '../text/en.ts'
import { bandwidth } from '../worker-door.ts'

function openBandwidth(): void {
  attempt('bandwidth', async () => {
    const [{ BandwidthView: View }, present] = await Promise.all([
      import('./bandwidth.tsx'),
      bandwidth(),
    ])
    dialog.value = { type: 'bandwidth', bandwidth: present, View }
  })
}

/** @param badge says what this page is, where it is not the app */
export function Header({ badge }: { badge?: string }) {
  return (
    <header class="masthead">
      <img src="/icon.svg" alt="" width="32" height="32" />
      <h1>{text.name}</h1>
      {badge === undefined ? (
        <button type="button" class="button" onClick={openBandwidth}>
          {text.bandwidth}
        </button>
      ) : (
        <span class="badge">{badge}</span>
      )}
    </header>
  )
}
