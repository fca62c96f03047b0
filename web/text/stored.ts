/** The language that the person has chosen, in this browser. */
import { stored } from '../system/stored.ts'

const KEY = 'language'

/** What was chosen at an earlier visit; null where nothing was, or it isn't known. */
export function storedLanguage(): string | null {
  return stored((storage) => storage.getItem(KEY))
}

export function storeLanguage(language: string): void {
  stored((storage) => storage.setItem(KEY, language))
}
