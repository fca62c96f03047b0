import { later } from '../text/catalogue.ts'

/**
 * What to do where the file, read as a whole, is another one than was sent.
 *
 * @param isOwn whether it is told to who sent it
 */
export function Disproved({ isOwn = true }: { isOwn?: boolean }) {
  const { another, anotherWhy, anotherNext, anotherAsk } = later.hashes
  return (
    <section class="alarm" role="alert" data-testid="disproved">
      <h2>{another}</h2>
      <p>{anotherWhy}</p>
      <p>{isOwn ? anotherNext : anotherAsk}</p>
    </section>
  )
}
