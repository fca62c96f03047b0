/** What makes the page an app among the system's others. No first view needs it. */
import { effect } from '@preact/signals'
import { keepFocus } from '../system/keep-focus.ts'
import { manifestPath } from '../system/manifest-path.ts'
import { followBadge } from './badge.ts'
import { offerInstallation } from './install-offer.ts'
import { language } from './language.ts'
import { followLaunches } from './launches.ts'
import { warnBeforeLoss } from './leaving.ts'
import { forgetWhenDone } from './sharing.ts'
import { followWhatIsLeft } from './what-is-left.ts'

/** Once, when the page has the worker's uploads. */
export function begin(): void {
  keepFocus(document)
  followManifest()
  followBadge()
  followLaunches()
  offerInstallation()
  warnBeforeLoss()
  forgetWhenDone()
  followWhatIsLeft()
}

/** The app is installed with the names and descriptions of the page's language. */
function followManifest(): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]')
  effect(() => {
    const path = manifestPath(language.value)
    if (link && link.getAttribute('href') !== path) link.href = path
  })
}
