/** Which language the page is in, as the person or the browser wants it. */
import { signal } from '@preact/signals'
import { later, useLanguage } from '../text/catalogue.ts'
import { languageFor, type Language } from '../text/languages.ts'
import { preferredLanguages } from '../text/preferred.ts'
import { storedLanguage, storeLanguage } from '../text/stored.ts'
import { setNotificationText } from '../worker-door.ts'

/** Changes once all texts are there: what is shown is then rendered anew. */
export const language = signal<Language>('en')

/** Before anything is shown. English is better than nothing where a language can't be loaded. */
export async function beginInLanguage(): Promise<void> {
  const wanted = languageFor(storedLanguage(), preferredLanguages())
  try {
    await useLanguage(wanted)
    language.value = wanted
  } catch (error) {
    console.warn(`the texts can't be loaded: ${wanted}`, error)
    await useLanguage('en')
  }
}

/** Goes over to another language, and keeps to it at later visits. Loads no page anew. */
export async function changeLanguage(wanted: Language): Promise<void> {
  await useLanguage(wanted, true)
  language.value = wanted
  giveWorkerItsText()
  storeLanguage(wanted)
}

/** Once all texts are there: the worker shows notifications while no page is seen. */
export function giveWorkerItsText(): void {
  setNotificationText(later.notifications).catch((error: unknown) => {
    console.warn('notifications keep the words they had', error)
  })
}
