import * as v from 'valibot'
import { BUCKET, CREDENTIALS, REGION } from '../../api/store/test-store.ts'
import { bundleRecoveringUppy, startUppySite } from '../../bench/support/uppy-site.ts'
import { MIN_PART_SIZE } from '../../shared/limits.ts'
import type { StartPageServer } from '../survival/servers.ts'
import { OPENING, openTab } from '../survival/tab.ts'
import { until } from '../survival/until.ts'
import { completesAtStore } from './at-store.ts'
import type { ContestPage, Contestant } from './contestant.ts'
import { startPageSite } from './page-site.ts'

const ACCOUNT = { bucket: BUCKET, region: REGION, credentials: CREDENTIALS }

const shownSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    says: v.string(),
    complete: v.boolean(),
    wants: v.picklist(['Retry', 'Resume', 'file', '']),
  }),
)

/** Uppy with the plug-in by which it restores uploads, and that one's service worker. */
export async function uppy(): Promise<Contestant> {
  const scripts = await bundleRecoveringUppy()
  const startPageServer: StartPageServer = ({ storeOnLine }) =>
    startPageSite((endings) => startUppySite(scripts, storeOnLine, ACCOUNT, endings))
  return {
    sender: { startPageServer, openPage },
    // It has no larger ones before a file of 50 GiB.
    partSize: MIN_PART_SIZE,
    expiry: 'expired',
    ...completesAtStore,
  }
}

async function openPage(debugging: string, origin: string): Promise<ContestPage> {
  const isReady = `document.body?.dataset.ready === ''`
  const tab = await openTab(debugging, origin, isReady, 'Uppy’s page is there')
  const { target, ask } = tab

  async function uploads(): ReturnType<ContestPage['uploads']> {
    const shown = await ask('document.body?.dataset.shown')
    if (shown === undefined) return null
    const { says, complete, wants } = v.parse(shownSchema, shown)
    const act = wants === 'file' ? 'choose the file again' : wants === '' ? null : wants
    return { says, claims: complete, wants: act, gaveUp: false }
  }
  const press = async (label: string) => {
    const button = `[...document.querySelectorAll('button')].find((one) => one.textContent === ${JSON.stringify(label)})`
    await target.evaluate(`${button}.click()`, 'person')
  }

  return {
    uploads,
    async add(path, source) {
      if (source === 'dropped') await target.drop([path])
      else await target.setFiles('input', [path])
      await until(async () => (await uploads()) !== null, 'Uppy has the file', OPENING)
    },
    act: (act, path) => (act === 'choose the file again' ? target.drop([path]) : press(act)),
    // Whatever it has to say is what it says of the upload.
    warning: async () => null,
    reload: () => tab.reload(),
    close: () => target.close(),
  }
}
