import type { Language } from '../text/languages.ts'

/** Where the manifest of a language is; the English one is what the page begins with. */
export function manifestPath(language: Language): string {
  return language === 'en' ? '/manifest.webmanifest' : `/manifest.${language}.webmanifest`
}
