/** What is said once there are uploads, or in views that are loaded later, in Arabic. See `en-later.ts`. */
import { added } from './ar/added.ts'
import { bandwidth } from './ar/bandwidth.ts'
import { content } from './ar/content.ts'
import { detail } from './ar/detail.ts'
import { details } from './ar/details.ts'
import { hashes } from './ar/hashes.ts'
import { health } from './ar/health.ts'
import { filter } from './ar/filter.ts'
import { help } from './ar/help.ts'
import { history } from './ar/history.ts'
import { known } from './ar/known.ts'
import { leaving } from './ar/leaving.ts'
import { notifications } from './ar/notifications.ts'
import { order } from './ar/order.ts'
import { problems } from './ar/problems.ts'
import { receipt } from './ar/receipt.ts'
import { receipts } from './ar/receipts.ts'
import { settings } from './ar/settings.ts'
import { system } from './ar/system.ts'
import { uploads } from './ar/uploads.ts'
import { watch } from './ar/watch.ts'
import type { Words } from './ar/words.ts'
import type { Later } from './en-later.ts'

export const createLater = (words: Words): Later => ({
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
