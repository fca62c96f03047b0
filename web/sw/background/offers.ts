import type { Bandwidth } from '../../../shared/bandwidth.ts'
import type { Offer } from '../../../shared/hand-over.ts'
import { countOf, has, minus } from '../../../shared/ranges.ts'
import type { Offered } from '../../../shared/messages.ts'
import { asSet } from '../../../shared/sequence.ts'
import { partsAhead } from '../engine/ahead.ts'
import { isHeld } from '../engine/holds.ts'
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
  const missing = minus(record.missing, asSet(flight.elsewhere ?? []))
  if (missing.length === 0) return null
  const sending: number[] = []
  const checksums: [number, string][] = []
  for (const [number, part] of flight.parts) {
    if (!has(missing, number)) continue
    if (part.stage === 'sending') sending.push(number)
    if (part.checksum !== null) checksums.push([number, part.checksum])
  }
  for (const [number, checksum] of partsAhead(flight.ahead)) {
    if (checksum !== null && has(missing, number)) checksums.push([number, checksum])
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
  /** Another limit holds. */
  limited(): void
}

export function createOffers(
  uploadOf: (id: string) => Upload | undefined,
  bandwidth: () => Bandwidth,
  send: (message: Offered) => void,
): Offers {
  const changed = new Set<string>()
  /** Those that pages believe they may hand over. */
  const offered = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let wait = INTERVAL

  function isNearEnd(id: string): boolean {
    const record = uploadOf(id)?.record
    return record?.phase === 'sending' && countOf(record.missing) <= NEAR_END
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
    if (offers.length + withdrawn.length === 0) return
    send({ type: 'offered', offers, withdrawn, bandwidth: bandwidth() })
  }

  return {
    limited: () => send({ type: 'offered', offers: [], withdrawn: [], bandwidth: bandwidth() }),
    changed(ids) {
      let isLate = false
      let isSoon = false
      for (const id of ids) {
        changed.add(id)
        isLate ||= offered.has(id) && !isSending(uploadOf(id))
        isSoon ||= isNearEnd(id)
      }
      // What has arrived as a whole is not to be handed over by a page that closes just then.
      if (isLate) flush()
      if (changed.size === 0) return
      if (timer !== null && (wait === INTERVAL_NEAR_END || !isSoon)) return
      if (timer !== null) clearTimeout(timer)
      wait = isSoon ? INTERVAL_NEAR_END : INTERVAL
      timer = setTimeout(() => {
        timer = null
        flush()
      }, wait)
    },
  }
}
