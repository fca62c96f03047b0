import '../style/settings.css'
import { pathTo, pathToReceipt } from '../routing/route.ts'
import { isOpened } from '../state/location.ts'
import { later, text } from '../text/catalogue.ts'
import { HelpMessages } from './help-messages.tsx'
import { useIsLater } from './use-is-later.ts'
import { ViewHeading } from './view-heading.tsx'

/** How it works, what uploads survive and what messages mean, also offline. */
export function Help() {
  const { help } = later
  // Whoever goes to one of its places, or back to where it was scrolled to, needs it whole.
  const isWhole = useIsLater(!isOpened() || location.hash !== '')
  return (
    <article class="prose">
      <ViewHeading>{help.heading}</ViewHeading>
      <p class="actions">
        <a href="#messages">{help.messages.heading}</a>
        <a href={pathToReceipt(null)}>{later.receipts.toCheck}</a>
        <a href={pathTo('health')}>{text.views.health}</a>
      </p>
      {help.sections.map(({ heading, paragraphs }) => (
        <section key={heading}>
          <h2>{heading}</h2>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
      ))}
      {isWhole.value && <Survival />}
      {isWhole.value && <HelpMessages />}
    </article>
  )
}

function Survival() {
  const { heading, lead, what, outcome, rows } = later.help.survival
  return (
    <section aria-labelledby="survival-heading">
      <h2 id="survival-heading">{heading}</h2>
      <p>{lead}</p>
      <table class="survival">
        <thead>
          <tr>
            <th scope="col">{what}</th>
            <th scope="col">{outcome}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([happens, becomes]) => (
            <tr key={happens}>
              <th scope="row">{happens}</th>
              <td>{becomes}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
