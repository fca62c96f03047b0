import { later } from '../text/catalogue.ts'

/** What to do where the file, read as a whole, is another one than was sent. */
export function Disproved() {
  return (
    <section class="alarm" role="alert" data-testid="disproved">
      <h2>{later.hashes.another}</h2>
      {later.hashes.anotherNext.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </section>
  )
}
