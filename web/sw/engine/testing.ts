import { v7 as uuid } from 'uuid'
import { UploadError, type ErrorCode } from '../../../shared/errors.ts'
import { MIB } from '../../../shared/limits.ts'
import { upTo } from '../../../shared/ranges.ts'
import type { Command, Event, SignedPart } from './events.ts'
import { begin, EMPTY_FLIGHT } from './flight.ts'
import { createRecord, type UploadRecord } from './record.ts'
import { createFailure } from './retry.ts'
import { step, type Upload } from './step.ts'

export const NOW = 1_800_000_000_000
export const PART: SignedPart = {
  checksum: 'crc',
  url: 'http://store/',
  headers: {},
  beginBefore: NOW + 3_600_000,
}

/** The bare outcome of an event, its upload's id filled in. */
export type Outcome = Event extends infer E ? (E extends Event ? Omit<E, 'id'> : never) : never

/** One of 100 MiB that has just been added. */
export function newUpload(changes: Partial<UploadRecord> = {}): Upload {
  const id = uuid()
  const file = { id, name: 'a', path: '', size: 100 * MIB, type: '', lastModified: 1 }
  return { record: { ...createRecord(file, NOW), ...changes }, flight: EMPTY_FLIGHT }
}

/** One whose parts were listed, and none of which has arrived. */
export function sendingUpload(partCount = 20): Upload {
  const server = {
    token: 't',
    key: 'k',
    partSize: 5 * MIB,
    partCount,
    checksum: 'crc64nvme' as const,
  }
  const upload = newUpload({ phase: 'sending', server, missing: upTo(partCount) })
  return { ...upload, flight: { ...EMPTY_FLIGHT, listed: true } }
}

/** The upload after commands were begun and events have happened, in this order. */
export function after(upload: Upload, ...outcomes: (Outcome | Command)[]): Upload {
  return outcomes.reduce<Upload>((current, outcome) => {
    if ('id' in outcome) return { ...current, flight: begin(current.flight, outcome) }
    const stepped = step(current, { ...outcome, id: upload.record.id })
    if (!stepped) throw new Error('the upload left the list')
    return stepped
  }, upload)
}

export function send(upload: Upload, number: number): Command {
  return { type: 'send', id: upload.record.id, number, part: PART }
}

export function hash(upload: Upload, number: number): Command {
  return { type: 'hash', id: upload.record.id, number, isDue: true }
}

/** What becomes of a command that fails, with the longest wait. */
export function failure(upload: Upload, command: Command, code: ErrorCode): Outcome {
  const { id: _, ...outcome } = createFailure(
    upload.flight,
    command,
    new UploadError(code, ''),
    NOW,
    1,
  )
  return outcome
}

/** An upload whose first part has failed so often, with the longest wait each time. */
export function failedSend(code: ErrorCode, times = 1): Upload {
  let upload = sendingUpload()
  for (let n = 0; n < times; n++) {
    upload = after(upload, send(upload, 1))
    upload = after(upload, failure(upload, send(upload, 1), code))
  }
  return upload
}
