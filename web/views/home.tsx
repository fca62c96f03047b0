import { list } from '../state/uploads.ts'
import { text } from '../text/catalogue.ts'
import { AddFiles } from './add-files.tsx'
import { Offers } from './banners.tsx'
import { lazy } from './lazy.tsx'
import { loadTools } from './load-tools.ts'
import { Overview } from './overview.tsx'
import { Queue } from './queue.tsx'
import { ViewHeading } from './view-heading.tsx'

const Invitation = lazy(async () => (await loadTools()).Invitation, true)

/** Where files are added, and how all of them are doing. */
export function Home() {
  const isEmpty = list.totals.value.files === 0
  return (
    <>
      <Invitation />
      {isEmpty ? <Welcome /> : <Overview />}
      <AddFiles isAll={isEmpty} />
      <Queue />
      <Offers />
    </>
  )
}

function Welcome() {
  return (
    <div class="welcome">
      <ViewHeading>{text.home.overall.nothing(0)}</ViewHeading>
      <p>{text.home.lead}</p>
    </div>
  )
}
