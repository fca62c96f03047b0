/** What views say that are loaded later, in English; by the views. */
import { bandwidth } from './en/bandwidth.ts'
import { detail } from './en/detail.ts'
import { help } from './en/help.ts'
import { notifications } from './en/notifications.ts'
import { receipt } from './en/receipt.ts'
import { watch } from './en/watch.ts'

export const later = { bandwidth, detail, help, notifications, receipt, watch }

export type Later = typeof later
