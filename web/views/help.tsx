import { later } from '../text/catalogue.ts'
import { ViewHeading } from './view-heading.tsx'

/** How it works and what to do, also offline. */
export function Help() {
  return (
    <article class="prose">
      <ViewHeading>{later.help.heading}</ViewHeading>
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
