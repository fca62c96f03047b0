import { pathTo, type Named } from '../routing/route.ts'
import { dialog } from '../state/dialogs.ts'
import { route } from '../state/location.ts'
import { attempt } from '../state/notices.ts'
import { loadLater, text } from '../text/catalogue.ts'
import { bandwidth } from '../worker-door.ts'

/** Of a page that is not the app. @param badge says what it is */
export function Header({ badge }: { badge?: string }) {
  return (
    <header class="masthead">
      <h1 class="brand">
        <Logo />
        {text.name}
      </h1>
      {badge !== undefined && <span class="badge">{badge}</span>}
    </header>
  )
}

const LINKED = ['home', 'history', 'settings', 'help'] as const

/** Of the app, with the way to its views. */
export function AppHeader() {
  return (
    <header class="masthead">
      <a class="brand" href={pathTo('home')}>
        <Logo />
        {text.name}
      </a>
      <button type="button" class="button quiet" onClick={openBandwidth}>
        {text.bandwidth}
      </button>
      <nav class="views" aria-label={text.views.navigation}>
        {LINKED.map((view) => (
          <ViewLink key={view} view={view} />
        ))}
      </nav>
    </header>
  )
}

/** Shows how fast may be sent, to be changed. */
export function openBandwidth(): void {
  attempt('bandwidth', async () => {
    const [{ BandwidthView: View }, present] = await Promise.all([
      import('./bandwidth.tsx'),
      bandwidth(),
      loadLater(),
    ])
    dialog.value ??= { type: 'bandwidth', bandwidth: present, View }
  })
}

function ViewLink({ view }: { view: Named }) {
  const shown = route.value.view
  const isAbove = view === (shown === 'health' ? 'settings' : 'id' in route.value && 'home')
  return (
    <a href={pathTo(view)} aria-current={shown === view ? 'page' : isAbove || undefined}>
      {text.views[view]}
    </a>
  )
}

function Logo() {
  return <img src="/icon.svg" alt="" width="28" height="28" />
}
