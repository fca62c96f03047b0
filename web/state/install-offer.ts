import { computed, effect } from '@preact/signals'
import { later } from '../text/catalogue.ts'
import { installation } from './install.ts'
import { attempt, dismiss, notify } from './notices.ts'
import { stored } from '../system/stored.ts'
import { list } from './uploads.ts'

const KEY = 'installation'
const REFUSED = 'refused'

/** Offers to install the app once it has proved of use, by a verified upload, and until it is refused. */
export function offerInstallation(): void {
  const isTime = computed(
    () => installation.value !== null && list.totals.value.states.verified > 0,
  )
  effect(() => {
    if (!isTime.value || stored((storage) => storage.getItem(KEY)) === REFUSED) return
    const { install, installNow } = later.system
    const offer = { label: installNow, accept }
    notify({ subject: 'install', tone: 'info', text: install, offer, dismissed: refuse })
  })
  window.addEventListener('appinstalled', () => dismiss('install'))
}

function accept(): void {
  attempt('install', async () => {
    const asked = installation.peek()
    // The browser asks once.
    installation.value = null
    if ((await asked?.prompt())?.outcome === 'dismissed') refuse()
  })
}

function refuse(): void {
  stored((storage) => storage.setItem(KEY, REFUSED))
}
