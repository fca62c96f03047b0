import type { Logger } from 'pino'
import { detailsOf } from '../../shared/answers.ts'
import type { Form } from '../../shared/form.ts'
import type { Receipt } from '../../shared/receipt.ts'
import type { FailureCode } from '../failure.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { ObjectStore } from '../s3/store.ts'
import type { UploadClaims } from '../token.ts'
import type { NotedUpload } from '../uploads/notes.ts'
import { channelsOf, MAIL } from './channels.ts'
import { createDeliveries, DELIVERY_TIMING, type DeliveryTiming } from './delivery.ts'
import { createNotice, type End } from './notice.ts'
import { createOutbox } from './outbox.ts'
import type { NoticeSettings } from './settings.ts'

/** Tells those who want to know what became of uploads. */
export interface Notices {
  completed(receipt: Receipt, upload: UploadClaims): void
  /** @param receipt of what arrived, where that was found to be another file */
  failed(upload: UploadClaims, code: FailureCode, receipt?: Receipt): void
  aborted(upload: NotedUpload, byAdmin: boolean): void
  stop(): Promise<void>
}

/** What notices stand on. */
export interface NoticeParts {
  readonly settings: NoticeSettings
  /** By which people said what they send; null where they need not. */
  readonly form: Form | null
  readonly store: ObjectStore
  readonly statePrefix: string
  /** Whether an upload was cancelled or an admin ended it, by whichever server: of that was told. */
  readonly wasGivenUp: (upload: UploadClaims) => Promise<boolean>
  readonly metrics: Metrics
  readonly timing?: DeliveryTiming
  /** ms since 1970. */
  readonly now: () => number
  readonly log: Logger
}

/** Where there is nobody to tell, nothing is kept or looked for. */
export function createNotices(parts: NoticeParts): Notices {
  const { settings, form, store, statePrefix, metrics, now, log } = parts
  const { kinds, mail } = settings
  const channels = channelsOf(settings)
  const outbox = createOutbox(store, statePrefix)
  const timing = parts.timing ?? DELIVERY_TIMING
  const deliveries = createDeliveries({ channels, outbox, metrics, timing, now, log })
  if (channels.size > 0) deliveries.start()

  function tell(upload: NotedUpload, end: End): void {
    if (!kinds.includes(end.kind)) return
    const details = detailsOf(form, upload.details ?? {})
    const notice = createNotice(upload, store.bucket, details, end, now())
    for (const [channel, { kind }] of channels) {
      if (kind === 'mail' && mail?.to.length === 0) continue
      deliveries.add({ channel, to: null, notice, round: 0 })
    }
    if (mail?.linkOwners && upload.notify) {
      deliveries.add({ channel: MAIL, to: upload.notify, notice, round: 0 })
    }
  }

  /** An upload that is gone may be one that was given up. Where that can't be found out it is told. */
  async function tellFailed(
    upload: UploadClaims,
    code: FailureCode,
    receipt?: Receipt,
  ): Promise<void> {
    if (channels.size === 0 || !kinds.includes('failed')) return
    try {
      if (code === 'upload_gone' && (await parts.wasGivenUp(upload))) return
    } catch (error) {
      log.warn({ upload: upload.id, err: error }, 'whether an upload was given up is not known')
    }
    tell(upload, { kind: 'failed', code, receipt })
  }

  return {
    completed: (receipt, upload) => tell(upload, { kind: 'completed', receipt }),
    failed: (upload, code, receipt) => void tellFailed(upload, code, receipt),
    aborted: (upload, byAdmin) => tell(upload, { kind: 'aborted', byAdmin }),
    stop: () => deliveries.stop(),
  }
}
