/** The setting of where figures are had, each with the words for when it is wrong. */
import * as v from 'valibot'
import { isLoopback } from '../loopback.ts'
import { matching, wholeNumber } from '../setting-forms.ts'

export const metricsEntries = {
  METRICS_PORT: v.optional(wholeNumber(0, 65_535)),
  METRICS_HOST: v.optional(
    matching(/^[\w.:-]{1,255}$/, 'must be a host name or an IP address'),
    '127.0.0.1',
  ),
  METRICS_TOKEN: v.optional(
    matching(/^[\x21-\x7e]{16,1000}$/, 'must be at least 16 visible ASCII characters'),
  ),
}

const metricsSchema = v.object(metricsEntries)

/** Where Prometheus asks. */
export interface MetricsSettings {
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
  /** Undefined where whoever reaches the port may read. */
  readonly token: string | undefined
}

/**
 * What the settings mean together; undefined where the figures are not to be had.
 *
 * @param refuse is called with why they can't be meant
 */
export function readMetrics(
  given: v.InferOutput<typeof metricsSchema>,
  refuse: (why: string) => never,
): MetricsSettings | undefined {
  const { METRICS_HOST: host, METRICS_PORT: port, METRICS_TOKEN: token } = given
  if (port === undefined) return undefined
  if (token === undefined && !isLoopback(host)) {
    refuse('METRICS_TOKEN must be given when METRICS_HOST lets others than this machine in.')
  }
  return { host, port, token }
}
