/** The languages that the texts are there in, and which one a person gets. */
export const LANGUAGES = ['en', 'de', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each by its own name, so that whoever can't read the present one finds the way. */
export const OWN_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  ar: 'العربية',
}

/** Which way its lines run. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

/** A BCP 47 tag without extensions, which Intl takes: systems also give such as `en-US@posix`. */
const TAG = /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*$/i

/**
 * @param chosen what the person has chosen, if anything
 * @param preferred the browser's languages, the best first
 */
export function languageFor(chosen: string | null, preferred: readonly string[]): Language {
  for (const tag of [chosen ?? '', ...preferred]) {
    const found = LANGUAGES.find((language) => isOf(language, tag))
    if (found) return found
  }
  return 'en'
}

/**
 * The locale by which numbers and times are written: that of the browser's region where it is of the
 * language. Always in the digits and the calendar of receipts, logs and checksums, with which they
 * are compared; a region's own may be others.
 */
export function localeFor(language: Language, preferred: readonly string[]): string {
  const tag = preferred.find((one) => isOf(language, one)) ?? language
  // Just what Intl.Locale would make of it, which takes browsers 35 ms to load.
  return `${tag}-u-ca-gregory-nu-latn`
}

function isOf(language: Language, tag: string): boolean {
  return TAG.test(tag) && tag.toLowerCase().split('-')[0] === language
}
