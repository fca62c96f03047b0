/** What views say that are loaded later, in German; see `en-later.ts`. */
import { bandwidth } from './de/bandwidth.ts'
import { detail } from './de/detail.ts'
import { help } from './de/help.ts'
import { notifications } from './de/notifications.ts'
import { receipt } from './de/receipt.ts'
import { watch } from './de/watch.ts'
import type { Later } from './en-later.ts'

export const later: Later = { bandwidth, detail, help, notifications, receipt, watch }
