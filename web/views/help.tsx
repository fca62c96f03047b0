import { pathToReceipt } from '../routing/route.ts'
import { later } from '../text/catalogue.ts'
import { ViewHeading } from './view-heading.tsx'

/** How it works and what to do, also offline. */
export function Help() {
  return (
    <article class="prose">
      <ViewHeading>{later.help.heading}</ViewHeading>
      <p>
        <a href={pathToReceipt(null)}>{later.receipts.toCheck}</a>
      </p>
      {later.help.sections.map(({ heading, paragraphs }) => (
        <section key={heading}>
          <h2>{heading}</h2>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
      ))}
    </article>
  )
}
