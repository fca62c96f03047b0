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
export let language: Language

interface Catalogue {
  readonly first: () => Promise<{ text: Text; format: Format }>
  readonly later: () => Promise<{ later: Later }>
}

const CATALOGUES: Readonly<Record<Language, Catalogue>> = {
  en: { first: () => import('./en.ts'), later: () => import('./en-later.ts') },
  de: { first: () => import('./de.ts'), later: () => import('./de-later.ts') },
  ar: { first: () => import('./ar.ts'), later: () => import('./ar-later.ts') },
}

/** Before anything is shown. */
export async function useLanguage(chosen: Language): Promise<void> {
  const first = await CATALOGUES[chosen].first()
  text = first.text
  format = first.format
  language = chosen
  document.documentElement.lang = chosen
  document.documentElement.dir = directionOf(chosen)
}

/** Before a view is shown that was loaded later. */
export async function loadLater(): Promise<void> {
  const loaded = await CATALOGUES[language].later()
  later = loaded.later
}
