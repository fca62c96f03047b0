import type { UploadDetail } from '../../../shared/messages.ts'
import { without, type NumberSet } from '../../../shared/ranges.ts'
import { planOf } from './record.ts'
import type { Upload } from './step.ts'

/** What only one who looks at the upload from near is shown: of its parts nothing that is secret. */
export function detailOf({
  record,
  flight,
}: Upload): Pick<UploadDetail, 'plan' | 'missing' | 'here' | 'parts'> {
  const { missing } = record
  return {
    plan: planOf(record),
    missing: copyOf(missing),
    here: copyOf((flight.elsewhere ?? []).reduce<NumberSet>(without, missing)),
    parts: [...flight.parts].map(([number, { stage, host, failures }]) => ({
      number,
      stage,
      host,
      failures,
    })),
  }
}

function copyOf(set: NumberSet): [number, number][] {
  return set.map(([first, last]) => [first, last])
}
