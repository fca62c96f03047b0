/** What is said once there are uploads, or in views that are loaded later, in English. */
import { added } from './en/added.ts'
import { bandwidth } from './en/bandwidth.ts'
import { content } from './en/content.ts'
import { detail } from './en/detail.ts'
import { details } from './en/details.ts'
import { hashes } from './en/hashes.ts'
import { health } from './en/health.ts'
import { filter } from './en/filter.ts'
import { help } from './en/help.ts'
import { history } from './en/history.ts'
import { known } from './en/known.ts'
import { leaving } from './en/leaving.ts'
import { notifications } from './en/notifications.ts'
import { order } from './en/order.ts'
import { problems } from './en/problems.ts'
import { receipt } from './en/receipt.ts'
import { receipts } from './en/receipts.ts'
import { settings } from './en/settings.ts'
import { system } from './en/system.ts'
import { uploads } from './en/uploads.ts'
import { watch } from './en/watch.ts'
import type { Words } from './en/words.ts'

export const createLater = (words: Words) => ({
  ...uploads(words),
  ...leaving(words),
  added: added(words),
  problems,
  help: help(words),
  health: health(words),
  history: history(words),
  settings: settings(words),
  bandwidth: bandwidth(words),
  known: known(words),
  content: content(words),
  detail: detail(words),
  details: details(words),
  filter: filter(words),
  notifications: notifications(words),
  hashes: hashes(words),
  order: order(words),
  receipt: receipt(words),
  receipts: receipts(words),
  system: system(words),
  watch: watch(words),
})

export type Later = ReturnType<typeof createLater>
