/** The browser's languages, the best first; none where there is no browser. */
export function preferredLanguages(): readonly string[] {
  return typeof navigator === 'undefined' ? [] : navigator.languages
}
