import { pathTo } from '../routing/route.ts'
import { text } from '../text/en.ts'
import { ViewHeading } from './view-heading.tsx'

/** Where an address leads to nothing. */
export function Unknown() {
  const { views } = text
  return (
    <section class="card">
      <ViewHeading>{views.unknown}</ViewHeading>
      <p>{views.unknownNext}</p>
      <p>
        <a href={pathTo('home')}>{views.toHome}</a>
      </p>
    </section>
  )
}
