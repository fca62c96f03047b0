/** Uploads of which the browser has parts to send. */
import { v7 as uuid } from 'uuid'
import { UploadError, type ErrorCode } from '../../../../shared/errors.ts'
import { MIB } from '../../../../shared/limits.ts'
import { upTo } from '../../../../shared/ranges.ts'
import type { Command, Event, SignedPart } from '../events.ts'
import { begin, EMPTY_FLIGHT, type Flight, type PartFlight } from '../flight.ts'
import { next } from '../next.ts'
import { createRecord } from '../record.ts'
import { createFailure } from '../retry.ts'
import { step, type Upload } from '../step.ts'

export const NOW = 1_800_000_000_000
export const SIGNED: SignedPart = {
  checksum: 'crc',
  url: 'u',
  headers: {},
  beginBefore: NOW + 3_600_000,
}

export function sending(partCount = 20, partSize = 16 * MIB): Upload {
  const file = { id: uuid(), name: 'a', path: '', size: partCount * partSize, type: '' }
  const server = { token: 't', key: 'k', partSize, partCount, checksum: 'crc64nvme' as const }
  const record = createRecord({ ...file, lastModified: 1 }, NOW)
  return {
    record: { ...record, phase: 'sending', server, missing: upTo(partCount) },
    flight: { ...EMPTY_FLIGHT, listed: true },
  }
}

function part(stage: PartFlight['stage']): PartFlight {
  return { stage, checksum: 'crc', signed: SIGNED, failures: 0, notBefore: 0 }
}

export function withParts(upload: Upload, parts: Record<number, PartFlight['stage']>): Upload {
  const entries = Object.entries(parts).map(([number, stage]) => [Number(number), part(stage)])
  const flight: Flight = { ...upload.flight, parts: new Map(entries as [number, PartFlight][]) }
  return { ...upload, flight }
}

export type Outcome = Event extends infer E ? (E extends Event ? Omit<E, 'id'> : never) : never

export function after(upload: Upload, ...outcomes: (Outcome | Command)[]): Upload {
  return outcomes.reduce<Upload>((current, outcome) => {
    if ('id' in outcome) return { ...current, flight: begin(current.flight, outcome) }
    const stepped = step(current, { ...outcome, id: upload.record.id })
    if (!stepped) throw new Error('the upload left the list')
    return stepped
  }, upload)
}

/** The browser has these parts to send. */
export const handed = (...parts: number[]): Outcome => ({
  type: 'elsewhere',
  parts,
  awaited: new Set(),
})
export const arrived = (number: number): Outcome => ({
  type: 'sent',
  part: { number, checksum: 'crc', hashed: true },
})
export const BACK: Outcome = { type: 'taken-back' }
export const commandsOf = (upload: Upload, now = NOW) => next([upload], now)
/** When what failed at NOW may be tried again. */
export const LATER = NOW + 300_000
export const hashedNow = (upload: Upload) =>
  commandsOf(upload).flatMap((command) => (command.type === 'hash' ? [command.number] : []))

export const failureOf = ({ flight }: Upload, command: Command, code: ErrorCode) =>
  createFailure(begin(flight, command), command, new UploadError(code, ''), NOW, 1)

/** The browser has these parts to send, and the file can't be read here. */
export function unreadable(before: Upload, ...parts: number[]): Upload {
  const upload = after(before, handed(...parts))
  const number = upload.record.server?.partCount ?? 0
  const hash: Command = { type: 'hash', id: upload.record.id, number, isDue: true }
  const failed = step(after(upload, hash), failureOf(upload, hash, 'file_permission'))
  if (!failed) throw new Error('the upload left the list')
  return failed
}
