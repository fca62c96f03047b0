import * as v from 'valibot'
import { BUCKET } from '../../api/store/test-store.ts'
import { MIN_PART_SIZE } from '../../shared/limits.ts'
import { makeCertificate } from '../servers/certificate.ts'
import { ensureOpenssl } from '../servers/nginx-install.ts'
import { OPENING, openTab } from '../survival/tab.ts'
import { until } from '../survival/until.ts'
import { completesAtStore } from './at-store.ts'
import type { Act, ContestPage, Contestant, Shown } from './contestant.ts'
import { startPageSite } from './page-site.ts'
import { installPackages } from './storage-browser/packages.ts'
import { bundleStorageBrowser, startStorageBrowserSite } from './storage-browser/site.ts'

/** AWS's Storage Browser for S3. @param folder for the certificate: it sends by https alone */
export async function storageBrowser(folder: string): Promise<Contestant> {
  await installPackages()
  await ensureOpenssl()
  const bundled = await bundleStorageBrowser()
  return {
    sender: {
      certificate: await makeCertificate(folder, [`${BUCKET}.localhost`]),
      startPageServer: ({ storeOnLine }) => {
        const endpoint = `localhost:${new URL(storeOnLine).port}`
        return startPageSite((endings) => startStorageBrowserSite(bundled, endpoint, endings))
      },
      openPage,
    },
    // It has no larger ones before a file of 50 GiB.
    partSize: MIN_PART_SIZE,
    expiry: 'expired-token',
    ...completesAtStore,
  }
}

const BLOCK = '.amplify-storage-browser'
const START = `${BLOCK}__action-start`
const EXIT = `${BLOCK}__exit`
/** The only folder in Home's table. */
const FOLDER = '[data-testid=LOCATIONS_VIEW] tbody button'

/** Which view is shown, and what there is to press and to read. */
const READ = `(() => {
  const one = (selector) => document.querySelector('main ' + selector)
  return {
    view: one('[data-testid$=_VIEW]')?.dataset.testid ?? '',
    title: one('${BLOCK}__title')?.textContent ?? '',
    message: one('${BLOCK}__message-content')?.textContent ?? '',
    isOkay: one('${BLOCK}__message [aria-label=Success]') !== null,
    maySend: one('${START}')?.disabled === false,
    mayLeave: one('${EXIT}')?.disabled === false,
  }
})()`

const viewSchema = v.object({
  view: v.string(),
  title: v.string(),
  message: v.string(),
  isOkay: v.boolean(),
  maySend: v.boolean(),
  mayLeave: v.boolean(),
})

function shownOf(seen: v.InferOutput<typeof viewSchema>): Shown {
  const { view, title, message, isOkay, maySend, mayLeave } = seen
  const shown = { says: title, claims: false, wants: null, gaveUp: false }
  switch (view) {
    case 'LOCATIONS_VIEW':
      return { ...shown, wants: 'open the folder' }
    case 'LOCATION_DETAIL_VIEW':
      return { ...shown, wants: 'choose the file again' }
    default:
      if (maySend) return { ...shown, says: 'Not started', wants: 'Upload' }
      if (!mayLeave) return { ...shown, says: 'In progress' }
      if (isOkay) return { ...shown, says: message, claims: true }
      return { ...shown, says: message, gaveUp: true, wants: 'Exit' }
  }
}

async function openPage(debugging: string, origin: string): Promise<ContestPage> {
  const isReady = `document.querySelector('${FOLDER}') !== null`
  const { target, ask, reload } = await openTab(debugging, origin, isReady, 'Home is there')

  async function uploads(): Promise<Shown | null> {
    const seen = await ask(READ)
    return seen === undefined ? null : shownOf(v.parse(viewSchema, seen))
  }
  const press = async (selector: string) => {
    await target.evaluate(`document.querySelector('${selector}').click()`, 'person')
  }
  async function act(wanted: Act, path: string): Promise<void> {
    if (wanted === 'open the folder') await press(FOLDER)
    else if (wanted === 'Upload') await press(START)
    else if (wanted === 'Exit') await press(EXIT)
    else await target.drop([path])
  }

  return {
    uploads,
    async add(path) {
      let done: Act | null = null
      const isUnderWay = async () => {
        const { wants = done } = (await uploads()) ?? {}
        if (wants === null) return done === 'Upload'
        if (wants !== done) await act(wants, path)
        done = wants
        return false
      }
      await until(isUnderWay, 'Storage Browser has the file', OPENING)
    },
    act,
    // Whatever it has to say is what it says of the upload.
    warning: async () => null,
    reload: () => reload(),
    close: () => target.close(),
  }
}
