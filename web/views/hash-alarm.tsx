import { differingCount } from '../state/differing.ts'
import { later } from '../text/catalogue.ts'

/** In the overview how many files don't have the acquisition hash that was entered. */
export function HashAlarm() {
  const count = differingCount.value
  if (count === 0) return null
  return (
    <p class="note failure" role="alert">
      {later.hashes.alarmCount(count)}
    </p>
  )
}
