/** Which language the page is in, as the person or the browser wants it. */
import { signal } from '@preact/signals'
import { later, loadLater, useLanguage } from '../text/catalogue.ts'
import { languageFor, type Language } from '../text/languages.ts'
import { preferredLanguages } from '../text/preferred.ts'
import { setNotificationText } from '../worker-door.ts'

const KEY = 'language'

/** Changes once all texts are there: what is shown is then rendered anew. */
export const language = signal<Language>('en')

/** Before anything is shown. English is better than nothing where a language can't be loaded. */
export async function beginInLanguage(): Promise<void> {
  const wanted = languageFor(stored(), preferredLanguages())
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
  await useLanguage(wanted)
  await loadLater()
  language.value = wanted
  giveWorkerItsText()
  try {
    localStorage.setItem(KEY, wanted)
  } catch (error) {
    console.warn('the browser does not let the page remember the language', error)
  }
}

/** The worker shows notifications while no page is seen, in the language of the page. */
export function giveWorkerItsText(): void {
  loadLater()
    .then(() => setNotificationText(later.notifications))
    .catch((error: unknown) => console.warn('notifications keep the words they had', error))
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch (error) {
    console.warn('the browser does not say which language was chosen', error)
    return null
  }
}
