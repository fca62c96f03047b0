/** What is said once there are uploads, or in views that are loaded later, in German. See `en-later.ts`. */
import { added } from './de/added.ts'
import { bandwidth } from './de/bandwidth.ts'
import { content } from './de/content.ts'
import { detail } from './de/detail.ts'
import { details } from './de/details.ts'
import { hashes } from './de/hashes.ts'
import { health } from './de/health.ts'
import { filter } from './de/filter.ts'
import { help } from './de/help.ts'
import { history } from './de/history.ts'
import { known } from './de/known.ts'
import { leaving } from './de/leaving.ts'
import { notifications } from './de/notifications.ts'
import { order } from './de/order.ts'
import { problems } from './de/problems.ts'
import { receipt } from './de/receipt.ts'
import { receipts } from './de/receipts.ts'
import { settings } from './de/settings.ts'
import { system } from './de/system.ts'
import { uploads } from './de/uploads.ts'
import { watch } from './de/watch.ts'
import type { Words } from './de/words.ts'
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
