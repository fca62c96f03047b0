import { endRemembered } from '../remember.ts'
import type { Row } from '../row.ts'
import { endsUnseen, isVerified } from '../steps.ts'

const COMMON = {
  moment: '30 %',
  file: 'small',
  tries: 2,
  sources: ['dropped'],
  goal: { ends: 'Verified', clicks: 0 },
} as const

/** The person lets the browser read the file on every visit. */
export const rememberedRows: readonly Row[] = [
  {
    ...COMMON,
    id: 'remembered-kill',
    fault:
      '`kill -9` of the whole browser, which may read the file on every visit, then a page again',
    async run(scene) {
      await endRemembered(scene, () => scene.browser().kill())
      return isVerified(await scene.openPage())
    },
  },
  {
    ...COMMON,
    id: 'remembered-quit',
    fault: 'the browser, which may read the file on every visit, is quit, then a page again',
    async run(scene) {
      await endRemembered(scene, () => scene.browser().quit())
      return isVerified(await scene.openPage())
    },
  },
  {
    ...COMMON,
    id: 'remembered-no-tab',
    fault:
      '`kill -9` of the whole browser, which may read the file on every visit; it is started with no tab',
    async run(scene) {
      await endRemembered(scene, () => scene.browser().kill())
      return endsUnseen(scene)
    },
  },
]
