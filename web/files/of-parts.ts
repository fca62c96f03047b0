import type { NewFile } from '../../shared/messages.ts'
import { planParts } from '../../shared/plan.ts'

/** Whether a file is sent in more than one part: what one more reading or request costs is little then. */
export function isOfParts({ size, partSize }: Pick<NewFile, 'size' | 'partSize'>): boolean {
  return planParts(size, partSize).partCount > 1
}
