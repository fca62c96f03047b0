import { differing } from '../state/hashes.ts'
import { list } from '../state/uploads.ts'
import { later } from '../text/catalogue.ts'

/** In the overview how many files don't have the acquisition hash that was entered. */
export function HashAlarm() {
  const found = differing.value
  if (found.size === 0) return null
  const count = list.order.value.filter(({ id }) => found.has(id)).length
  if (count === 0) return null
  return (
    <p class="note failure" role="alert">
      {later.hashes.alarmCount(count)}
    </p>
  )
}
