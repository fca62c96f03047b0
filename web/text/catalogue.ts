/**
 * All text that a person sees, in the language that was chosen. A catalogue is two modules, of which
 * `xx.ts` has what the first view needs and `xx-later.ts` the rest; the English ones say what every
 * language must have.
 */
import type { Later } from './en-later.ts'
import type { Text } from './en.ts'
import type { Format } from './format.ts'
import { directionOf, type Language } from './languages.ts'

/** Of these none is there while modules are evaluated, only once a view is rendered. */
export let text: Text
export let format: Format
/** What views say that are loaded later; there when one of them is. */
export let later: Later

/** What a language's texts are made with; more than this is its own. */
interface Words {
  readonly format: Format
}

interface Catalogue {
  readonly text: Text
  readonly format: Format
  readonly later: Promise<Later>
}

/** Both modules are asked for at once; the second may come later, or fail without the first. */
async function load<Own extends Words>(
  first: Promise<{ text: Text; words: Own }>,
  rest: Promise<{ createLater: (words: Own) => Later }>,
): Promise<Catalogue> {
  rest.catch(() => undefined)
  const { text, words } = await first
  const later = rest.then(({ createLater }) => createLater(words))
  later.catch(() => undefined)
  return { text, format: words.format, later }
}

const CATALOGUES: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: () => load(import('./en.ts'), import('./en-later.ts')),
  de: () => load(import('./de.ts'), import('./de-later.ts')),
  ar: () => load(import('./ar.ts'), import('./ar-later.ts')),
}

let catalogue: Catalogue

/**
 * Before anything is shown.
 *
 * @param isWhole whether the rest of its texts is there as well when it changes, all at once
 * @throws TypeError where it can't be loaded; then all is as before
 */
export async function useLanguage(chosen: Language, isWhole = false): Promise<void> {
  const loaded = await CATALOGUES[chosen]()
  if (isWhole) later = await loaded.later
  catalogue = loaded
  text = catalogue.text
  format = catalogue.format
  document.documentElement.lang = chosen
  document.documentElement.dir = directionOf(chosen)
}

/** Before uploads are shown, or a view that was loaded later. @throws TypeError as above */
export async function loadLater(): Promise<void> {
  later = await catalogue.later
}
