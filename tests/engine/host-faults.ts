import { UploadError, type ErrorCode } from '../../shared/errors.ts'
import type { Conditions, ProbeHost } from '../../web/sw/ports.ts'
import type { Tape } from './tape.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** What a host does that does not take parts. */
const FAULTS: readonly ErrorCode[] = [
  'network',
  'timeout',
  'store_denied',
  'server_error',
  'upload_gone',
  'bad_answer',
]

/** The names under which the store answers, of which the tape breaks and mends some. */
export function createHostFaults(clock: VirtualClock, tape: Tape, hosts: readonly string[]) {
  const faults = new Map<string, ErrorCode>()
  const dead = new Map<string, ErrorCode>()
  const sends = new Map<string, number>()

  const probeHost: ProbeHost = async (origin, signal) => {
    await clock.sleep(1 + tape.choose(100))
    if (signal.aborted || dead.get(origin) === 'network') return false
    // One that answers may still take no parts.
    return !faults.has(origin) || tape.choose(3) === 1
  }

  /** Nothing is changed any more where the tape has ended, and all is well then. */
  function change(): void {
    if (tape.isAtEnd()) {
      faults.clear()
      return
    }
    if (tape.choose(12) !== 1) return
    const host = hosts[tape.choose(hosts.length)] ?? ''
    const fault = FAULTS[tape.choose(FAULTS.length)]
    if (faults.has(host) || fault === undefined) faults.delete(host)
    else faults.set(host, fault)
  }

  return {
    /** Those that never take parts, and why. */
    dead,
    /** How many parts were sent to each. */
    sends,
    probeHost,
    conditions: (() => ({ saving: false, strained: false, memory: null })) satisfies Conditions,
    /** What the API adds to its answer when it signs. */
    named: hosts.length > 0 ? { hosts: [...hosts] } : {},
    /** The URL's beginning for the host that was asked for. */
    urlFor(host: string | undefined): string {
      const first = hosts[0]
      if (first === undefined) return ''
      return `${hosts.includes(host ?? '') ? host : first}/`
    },
    /** @throws UploadError where the part's host does not take it */
    check(url: string): void {
      if (hosts.length === 0) return
      change()
      const { origin } = new URL(url)
      sends.set(origin, (sends.get(origin) ?? 0) + 1)
      const code = dead.get(origin) ?? faults.get(origin)
      if (code !== undefined) throw new UploadError(code, `by ${origin}`)
    },
  }
}
