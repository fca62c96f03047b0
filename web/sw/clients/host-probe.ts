import type { ProbeHost } from '../ports.ts'

/** ms that a host has to answer. */
const LIMIT = 10_000

/**
 * Asks a host for nothing, and takes any answer: that its name leads somewhere, and that somebody
 * answers there under a valid certificate. Whether it lets pages send is seen in the first part. The
 * connection serves the parts that follow.
 */
export const probeHost: ProbeHost = async (origin, signal) => {
  try {
    await fetch(`${origin}/`, {
      method: 'HEAD',
      mode: 'no-cors',
      signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT)]),
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    })
    return true
  } catch {
    return false
  }
}
