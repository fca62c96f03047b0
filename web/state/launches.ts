import '../system/platform.ts'
import { SHARED_SEARCH } from '../../shared/sharing.ts'
import { nodesOfHandles } from '../files/chosen.ts'
import { pathTo } from '../routing/route.ts'
import { FILES_AGAIN } from '../system/files-again.ts'
import { later } from '../text/catalogue.ts'
import { add } from './adding.ts'
import { go } from './location.ts'
import { dismiss, notify } from './notices.ts'
import { isFree } from './reloading.ts'
import { askAboutShared } from './sharing.ts'

/** Of the manifest's shortcut to add files. */
const ADD_SEARCH = '?add'
/** ms after a launch in which what the browser was loading has failed by it. */
const BY_LAUNCH = 5000
/** Of a page of its own, which is none of the app's views. */
const ADMIN = /^\/admin(?:\/|$)/

/** Does what the app was opened for: by a shortcut, with files, or with what another app shares. */
export function followLaunches(): void {
  const opened = location.href
  if (location.search !== '') {
    history.replaceState(history.state, '', location.pathname + location.hash)
  }
  let isFirst = true
  let last: { readonly address: string; readonly at: number } | null = null
  follow(opened)
  // In place of reloading.ts, which does not know what of the launch is in no address by now.
  const openAnew = (event: Event): void => {
    if (!last || performance.now() - last.at > BY_LAUNCH || !isFree()) return
    if (new URL(last.address).search === '') return
    event.stopImmediatePropagation()
    location.replace(last.address)
  }
  window.addEventListener('vite:preloadError', openAnew, { capture: true })
  window.launchQueue?.setConsumer(({ targetURL, files }) => {
    // A window that was opened for it tells of that a second time.
    if (targetURL !== undefined) last = { address: targetURL, at: performance.now() }
    if (targetURL !== undefined && !(isFirst && targetURL === opened)) follow(targetURL)
    isFirst = false
    if (files.length === 0) return
    go(pathTo('home'))
    add(nodesOfHandles(files))
  })
}

function follow(address: string): void {
  const { pathname, search, hash } = new URL(address)
  if (ADMIN.test(pathname)) return offerAdmin(address)
  // What shows a link's upload goes by the fragment, which the address of another view drops unheard.
  if (location.hash !== hash) location.hash = ''
  go(pathname)
  // That of a link is followed as one that is opened in a page is.
  location.hash = hash
  if (search === ADD_SEARCH) setTimeout(showChooser)
  if (search === FILES_AGAIN) {
    notify({ subject: 'files-again', tone: 'problem', text: later.system.filesAgain })
  }
  askAboutShared(search === SHARED_SEARCH).catch((error: unknown) => {
    console.warn('what was shared is not known', error)
  })
}

/** This window's page stays, as it may hold files that nobody else has; another opens in a click alone. */
function offerAdmin(address: string): void {
  const { admin, openAdmin } = later.system
  const accept = () => {
    dismiss('admin')
    window.open(address)
  }
  notify({ subject: 'admin', tone: 'info', text: admin, offer: { label: openAdmin, accept } })
}

/** A chooser opens in a click alone: the next key press is one. */
function showChooser(): void {
  document.querySelector<HTMLElement>('.add button')?.focus()
}
