import { backgroundRows } from './faults/background.ts'
import { clockRows } from './faults/clock.ts'
import { closeRows } from './faults/close.ts'
import { crashRows } from './faults/crash.ts'
import { fileRows } from './faults/file.ts'
import { networkRows } from './faults/network.ts'
import { otherBrowserRows } from './faults/other-browsers.ts'
import { pageRows } from './faults/pages.ts'
import { rememberedRows } from './faults/remembered.ts'
import { serverRows } from './faults/servers.ts'
import { sleepRows } from './faults/sleep.ts'
import { storageRows } from './faults/storage.ts'
import { workerRows } from './faults/worker.ts'
import type { Row } from './row.ts'

/** The whole campaign, in the order of the table. */
export const ROWS: readonly Row[] = [
  ...closeRows,
  ...backgroundRows,
  ...crashRows,
  ...rememberedRows,
  ...workerRows,
  ...serverRows,
  ...networkRows,
  ...pageRows,
  ...fileRows,
  ...sleepRows,
  ...clockRows,
  ...storageRows,
  ...otherBrowserRows,
]
