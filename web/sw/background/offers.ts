import type { Offer } from '../../../shared/hand-over.ts'
import { countOf, has, without, type NumberSet } from '../../../shared/ranges.ts'
import type { Offered } from '../../../shared/messages.ts'
import { isHeld } from '../engine/next.ts'
import type { Upload } from '../engine/step.ts'

/** At most one message in this many ms: pages need it when they close, not to look at. */
const INTERVAL = 500
/** Near the end what is being sent is most of what is left, and must be told as it is. */
const INTERVAL_NEAR_END = 50
/** Parts. */
const NEAR_END = 64

/** What a page would need to hand over what the browser doesn't have yet; null where there is none. */
export function offerOf(upload: Upload): Offer | null {
  const { record, flight } = upload
  const { id, remoteId, size, server } = record
  if (record.phase !== 'sending' || isHeld(upload) || !server || size === 0) return null
  const missing = (flight.elsewhere ?? []).reduce<NumberSet>(without, record.missing)
  if (missing.length === 0) return null
  const sending: number[] = []
  const checksums: [number, string][] = []
  for (const [number, part] of flight.parts) {
    if (!has(missing, number)) continue
    if (part.stage === 'sending') sending.push(number)
    if (part.checksum !== null) checksums.push([number, part.checksum])
  }
  const { token, partSize, partCount, checksum: algorithm } = server
  const runs = missing.map(([first, last]): [number, number] => [first, last])
  const about = { id, remoteId, token, size, partSize, partCount, algorithm }
  return { ...about, missing: runs, sending, checksums }
}

function isSending(upload: Upload | undefined): boolean {
  return upload?.record.phase === 'sending'
}

/** Tells pages what they may hand over, now and then. */
export interface Offers {
  /** These uploads have changed. */
  changed(ids: Iterable<string>): void
}

export function createOffers(
  uploadOf: (id: string) => Upload | undefined,
  send: (message: Offered) => void,
): Offers {
  const changed = new Set<string>()
  /** Those that pages believe they may hand over. */
  const offered = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let wait = INTERVAL

  function isAnyNearEnd(): boolean {
    return [...changed].some((id) => {
      const record = uploadOf(id)?.record
      return record?.phase === 'sending' && countOf(record.missing) <= NEAR_END
    })
  }

  function flush(): void {
    const offers: Offer[] = []
    const withdrawn: string[] = []
    for (const id of changed) {
      const upload = uploadOf(id)
      const offer = upload ? offerOf(upload) : null
      if (offer) {
        offers.push(offer)
        offered.add(id)
      } else if (offered.delete(id)) withdrawn.push(id)
    }
    changed.clear()
    if (offers.length + withdrawn.length > 0) send({ type: 'offered', offers, withdrawn })
  }

  return {
    changed(ids) {
      for (const id of ids) changed.add(id)
      // What has arrived as a whole is not to be handed over by a page that closes just then.
      if ([...changed].some((id) => offered.has(id) && !isSending(uploadOf(id)))) flush()
      if (changed.size === 0) return
      if (timer !== null && (wait === INTERVAL_NEAR_END || !isAnyNearEnd())) return
      if (timer !== null) clearTimeout(timer)
      wait = isAnyNearEnd() ? INTERVAL_NEAR_END : INTERVAL
      timer = setTimeout(() => {
        timer = null
        flush()
      }, wait)
    },
  }
}
