/** The language that the person has chosen, in this browser. */

const KEY = 'language'

/** What was chosen at an earlier visit; null where nothing was, or it isn't known. */
export function storedLanguage(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch (error) {
    console.warn('the browser does not say which language was chosen', error)
    return null
  }
}

export function storeLanguage(language: string): void {
  try {
    localStorage.setItem(KEY, language)
  } catch (error) {
    console.warn('the browser does not let the page remember the language', error)
  }
}
