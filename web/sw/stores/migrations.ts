import * as v from 'valibot'
import { RECORD_VERSION } from '../engine/record.ts'

/** What version 2 builds on; the rest of a record stays as it is. */
const recordOfVersion1 = v.looseObject({ version: v.literal(1), hold: v.looseObject({}) })

/**
 * An upload's record of any older version in the present form; null of what is none, which is to be
 * left alone.
 */
export function migrateRecord(value: unknown): unknown {
  const { success, output } = v.safeParse(recordOfVersion1, value)
  if (!success) return null
  // Nothing was handed over before version 2.
  const hold = { ...output.hold, handedOver: false }
  return { ...output, version: RECORD_VERSION, hold }
}
