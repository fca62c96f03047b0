/** What views say that are loaded later, in Arabic; see `en-later.ts`. */
import { bandwidth } from './ar/bandwidth.ts'
import { detail } from './ar/detail.ts'
import { help } from './ar/help.ts'
import { notifications } from './ar/notifications.ts'
import { receipt } from './ar/receipt.ts'
import { watch } from './ar/watch.ts'
import type { Later } from './en-later.ts'

export const later: Later = { bandwidth, detail, help, notifications, receipt, watch }
