/** All text of the admin page, in the language that was chosen. */
import { useLanguage } from '../../text/catalogue.ts'
import type { Format } from '../../text/format.ts'
import { languageFor, type Language } from '../../text/languages.ts'
import { preferredLanguages } from '../../text/preferred.ts'
import { storedLanguage } from '../../text/stored.ts'
import type { Text } from './en.ts'
import type { Findings } from './findings/findings.ts'

/** Not there while modules are evaluated, only once a view is rendered. */
export let text: Text
export let format: Format
/** Null where the language is the doctor's own. */
export let findings: Findings | null

interface Catalogue {
  readonly text: Text
  readonly format: Format
  readonly findings: Findings | null
}

const CATALOGUES: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  ar: () => import('./ar.ts'),
}

/** Before anything is shown. @throws TypeError where it can't be loaded */
export async function beginInLanguage(): Promise<void> {
  const language = languageFor(storedLanguage(), preferredLanguages())
  // Receipts are shown by the uploaders' view, in its own words.
  const [catalogue] = await Promise.all([CATALOGUES[language](), useLanguage(language, true)])
  text = catalogue.text
  format = catalogue.format
  findings = catalogue.findings
}
