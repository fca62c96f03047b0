import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { AnsweredRequest } from '../events.ts'
import type { FailureCode } from '../failure.ts'
import type { ObserveStore } from '../s3/observe.ts'

/** Seconds: from what a signature takes to a part that comes over a slow line. */
const BUCKETS = [0.005, 0.02, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** Codes by which uploads fail. */
const FAILURES = [
  'object_mismatch',
  'file_changed',
  'key_exists',
  'upload_gone',
  'store_denied',
] as const satisfies readonly FailureCode[]

const CHANNELS = ['webhook', 'mail'] as const
type ChannelKind = (typeof CHANNELS)[number]

/** How a notice ended at one receiver. */
const NOTICE_ENDS = ['delivered', 'given_up', 'dropped'] as const
type NoticeEnd = (typeof NOTICE_ENDS)[number]

/** The figures of one server, for Prometheus. Labels have few values: none comes from outside. */
export interface Metrics {
  readonly registry: Registry
  requestBegan(): void
  requestAnswered(request: AnsweredRequest): void
  /** One of a batch: the request has been counted by itself. */
  batchItemAnswered(item: AnsweredRequest): void
  uploadStarted(): void
  /** @param size bytes */
  uploadCompleted(size: number): void
  uploadFailed(code: FailureCode): void
  uploadAborted(): void
  /** A request to the store, each attempt of its own. */
  readonly storeAnswered: ObserveStore
  /** @param channel 'unknown' where this server has no such channel */
  noticeEnded(channel: ChannelKind | 'unknown', end: NoticeEnd): void
  noticeAttempted(channel: ChannelKind, reached: boolean): void
  /** @param count of those that the bucket keeps, for all servers */
  noticesWait(count: number): void
}

/** @param processFigures whether to have memory, CPU time and the event loop's lag as well */
export function createMetrics(processFigures: boolean): Metrics {
  const registry = new Registry()
  const registers = [registry]
  if (processFigures) collectDefaultMetrics({ register: registry })
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Counter({ name: `longhaul_${name}`, help, labelNames, registers })
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `longhaul_${name}`, help, registers })
  const histogram = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Histogram({ name: `longhaul_${name}`, help, labelNames, registers, buckets: BUCKETS })

  const started = counter('uploads_started_total', 'Uploads that were begun in the store')
  const completed = counter('uploads_completed_total', 'Uploads that were completed and verified')
  const completedBytes = counter('completed_bytes_total', 'Bytes of completed uploads')
  const failed = counter('uploads_failed_total', 'Uploads that can come to no good end', 'code')
  const aborted = counter('uploads_aborted_total', 'Uploads that were given up')

  const requests = counter('requests_total', 'Answered requests', 'action', 'status', 'code')
  const batchItems = counter('batch_uploads_total', 'Uploads in batches', 'action', 'code')
  const seconds = histogram('request_seconds', 'Time to the answer', 'action')
  const inFlight = gauge('requests_in_flight', 'Requests of the API that are not answered yet')
  const signed = counter('parts_signed_total', 'Parts that an address was signed for')
  const partBytes = counter('part_route_bytes_total', 'Bytes of parts that were passed on')

  const storeSeconds = histogram('s3_request_seconds', 'Time to the store’s answer', 'operation')
  const storeErrors = counter('s3_errors_total', 'Requests refused or lost', 'operation', 'code')

  const attempts = counter('notice_attempts_total', 'Tries to deliver', 'channel', 'outcome')
  const notices = counter('notices_total', 'Notices by how they ended', 'channel', 'outcome')

  // What is seen for the first time is no increase: these are to be seen before.
  for (const code of FAILURES) failed.inc({ code }, 0)
  for (const channel of CHANNELS) {
    for (const outcome of NOTICE_ENDS) notices.inc({ channel, outcome }, 0)
  }
  notices.inc({ channel: 'unknown', outcome: 'dropped' }, 0)
  const waiting = gauge('notices_waiting', 'Notices that the bucket keeps, as last seen')

  return {
    registry,
    requestBegan: () => inFlight.inc(),
    requestAnswered: ({ action, status, code, seconds: taken, facts }) => {
      inFlight.dec()
      requests.inc({ action: action.name, status: String(status), code: code ?? '' })
      seconds.observe({ action: action.name }, taken)
      if (status >= 400) return
      if (action.name === 'sign') signed.inc(facts.parts ?? 0)
      if (action.name === 'part') partBytes.inc(facts.bytes ?? 0)
    },
    batchItemAnswered: ({ action, code, facts }) => {
      batchItems.inc({ action: action.name, code: code ?? '' })
      if (action.name === 'sign' && code === undefined) signed.inc(facts.parts ?? 0)
    },
    uploadStarted: () => started.inc(),
    uploadCompleted: (size) => {
      completed.inc()
      completedBytes.inc(size)
    },
    uploadFailed: (code) => failed.inc({ code }),
    uploadAborted: () => aborted.inc(),
    storeAnswered: (operation, taken, error) => {
      storeSeconds.observe({ operation }, taken)
      if (error !== undefined) storeErrors.inc({ operation, code: error })
    },
    noticesWait: (count) => waiting.set(count),
    noticeEnded: (channel, outcome) => notices.inc({ channel, outcome }),
    noticeAttempted: (channel, reached) =>
      attempts.inc({ channel, outcome: reached ? 'delivered' : 'failed' }),
  }
}
