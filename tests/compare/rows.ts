import { fileChangeRows } from './faults/file-changes.ts'
import { interruptionRows } from './faults/interruptions.ts'
import { onTheWayRows } from './faults/on-the-way.ts'
import type { Row } from './row.ts'

/** The whole comparison, in the order of the table. */
export const ROWS: readonly Row[] = [...onTheWayRows, ...interruptionRows, ...fileChangeRows]
