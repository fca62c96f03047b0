import { announcement } from '../state/announce.ts'
import { phase } from '../state/page.ts'
import { text } from '../text/en.ts'
import { Banners } from './banners.tsx'
import { Dialogs } from './dialogs.tsx'
import { DropZone } from './drop-zone.tsx'
import { Header } from './header.tsx'
import { Invitation } from './invitation.tsx'
import { Queue } from './queue.tsx'
import { Outdated, StartFailed } from './start.tsx'

export function App() {
  return (
    <>
      <Header />
      <main class="page">
        <Banners />
        <Content />
      </main>
      <Dialogs />
      <div class="visually-hidden" role="status">
        {announcement}
      </div>
    </>
  )
}

function Content() {
  if (phase.value === 'failed') return <StartFailed />
  if (phase.value === 'outdated') return <Outdated />
  if (phase.value === 'starting') return <p class="starting">{text.start.starting}</p>
  return (
    <>
      <Invitation />
      <DropZone />
      <Queue />
    </>
  )
}
