import { v7 as uuid } from 'uuid'
import { describe, expect, it } from 'vitest'
import { GIB, MIB } from '../../../shared/limits.ts'
import { upTo } from '../../../shared/ranges.ts'
import type { Command, Event, SignedPart } from './events.ts'
import { begin, EMPTY_FLIGHT, type Flight, type PartFlight } from './flight.ts'
import { CAPACITY, next } from './next.ts'
import { createRecord } from './record.ts'
import { createFailure } from './retry.ts'
import { step, type Upload } from './step.ts'
import { viewOf } from './view.ts'
import { UploadError } from '../../../shared/errors.ts'

const NOW = 1_800_000_000_000
const SIGNED: SignedPart = { checksum: 'crc', url: 'u', headers: {}, beginBefore: NOW + 3_600_000 }

function sending(partCount = 20, partSize = 16 * MIB): Upload {
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

function withParts(upload: Upload, parts: Record<number, PartFlight['stage']>): Upload {
  const entries = Object.entries(parts).map(([number, stage]) => [Number(number), part(stage)])
  const flight: Flight = { ...upload.flight, parts: new Map(entries as [number, PartFlight][]) }
  return { ...upload, flight }
}

type Outcome = Event extends infer E ? (E extends Event ? Omit<E, 'id'> : never) : never

function after(upload: Upload, ...outcomes: (Outcome | Command)[]): Upload {
  return outcomes.reduce<Upload>((current, outcome) => {
    if ('id' in outcome) return { ...current, flight: begin(current.flight, outcome) }
    const stepped = step(current, { ...outcome, id: upload.record.id })
    if (!stepped) throw new Error('the upload left the list')
    return stepped
  }, upload)
}

const upTo8 = [1, 2, 3, 4, 5, 6, 7, 8]
const HANDED: Outcome = { type: 'handed-over', unhashed: false }
const arrived = (number: number): Outcome => ({
  type: 'sent',
  part: { number, checksum: 'crc', hashed: true },
})
const commandsOf = (upload: Upload) => next([upload], NOW)

describe('an upload that is handed over', () => {
  it('keeps what is being sent, and begins nothing more', () => {
    const upload = after(withParts(sending(), { 1: 'sending', 2: 'signed', 3: 'hashing' }), HANDED)
    expect([...upload.flight.parts.keys()]).toEqual([1])
    expect(commandsOf(upload)).toEqual([])
    expect(viewOf(upload, NOW, true)).toMatchObject({ state: 'uploading', handedOver: true })
  })

  it('notes what arrives meanwhile, and is completed only once it is taken back', () => {
    const upload = after(withParts(sending(1), { 1: 'sending' }), HANDED, arrived(1))
    expect(upload.record.phase).toBe('completing')
    expect(commandsOf(upload)).toEqual([])
    const back = after(upload, { type: 'taken-back' })
    expect(commandsOf(back)).toEqual([{ type: 'complete', id: upload.record.id }])
  })

  it.each(['network', 'file_permission', 'upload_gone'] as const)(
    'leaves a part that fails with %s to the Background Fetch',
    (code) => {
      const upload = after(withParts(sending(), { 1: 'sending' }), HANDED)
      const send: Command = { type: 'send', id: upload.record.id, number: 1, part: SIGNED }
      const failure = createFailure(upload.flight, send, new UploadError(code, ''), NOW, 1)
      const failed = step(upload, failure)
      expect(failed?.record).toBe(upload.record)
      expect(failed?.flight.parts.size).toBe(0)
    },
  )

  it('asks for the list once it is taken back, and goes on with what is missing then', () => {
    const back = after(withParts(sending(3), { 1: 'sending' }), HANDED, { type: 'taken-back' })
    const list: Command = { type: 'list', id: back.record.id }
    expect(commandsOf(back)).toEqual([list])
    const listed = after(back, list, {
      type: 'listed',
      parts: [{ number: 2, checksum: 'crc', hashed: true }],
    })
    expect(listed.record.missing).toEqual([
      [1, 1],
      [3, 3],
    ])
    expect(commandsOf(listed)).toEqual([{ type: 'hash', id: back.record.id, number: 3 }])
  })

  it('does not send a part again that the list shows, when its own sending fails late', () => {
    const back = after(withParts(sending(2), { 1: 'sending' }), HANDED, { type: 'taken-back' })
    const list: Command = { type: 'list', id: back.record.id }
    const parts = [{ number: 1, checksum: 'crc', hashed: true }]
    const listed = after(back, list, { type: 'listed', parts })
    const send: Command = { type: 'send', id: back.record.id, number: 1, part: SIGNED }
    const failure = createFailure(listed.flight, send, new UploadError('network', ''), NOW, 0)
    expect(step(listed, failure)?.flight.parts.has(1)).toBe(false)
  })

  it('leaves to others only the lanes that it does not send by', () => {
    const handed = after(withParts(sending(), { 1: 'sending', 2: 'sending' }), HANDED)
    const other = withParts(sending(), Object.fromEntries(upTo8.map((n) => [n, 'signed' as const])))
    for (const upload of [handed, after(handed, { type: 'taken-back' })]) {
      const sends = next([upload, other], NOW).filter(({ type }) => type === 'send')
      expect(sends).toHaveLength(CAPACITY.lanes - 2)
    }
  })

  it('remembers that parts may have gone up without a checksum', () => {
    const upload = after(sending(), { type: 'handed-over', unhashed: true })
    expect(after(upload, { type: 'taken-back' }, HANDED).record.unhashed).toBe(true)
  })

  it('is let go when the person cancels it', () => {
    const upload = after(sending(), HANDED, { type: 'cancel' })
    expect(upload.record.hold.handedOver).toBe(false)
    expect(commandsOf(upload)).toEqual([{ type: 'abort', id: upload.record.id }])
  })

  it('is none before it has a server side, nor after all has arrived', () => {
    for (const phase of ['waiting', 'creating', 'completing', 'verified'] as const) {
      const upload = { ...sending(), record: { ...sending().record, phase } }
      expect(after(upload, HANDED)).toBe(upload)
    }
  })
})

describe('a list that a part overtakes', () => {
  it('is asked for again, so that the part is not taken for missing', () => {
    const asking = after(withParts({ ...sending(2) }, { 1: 'sending' }), HANDED, {
      type: 'taken-back',
    })
    const list: Command = { type: 'list', id: asking.record.id }
    const overtaken = after(asking, list, arrived(1), { type: 'listed', parts: [] })
    expect(overtaken.record.missing).toEqual([[2, 2]])
    expect(commandsOf(overtaken)).toEqual([list])
  })
})

describe('hashing ahead', () => {
  const hashes = (upload: Upload) => commandsOf(upload).filter(({ type }) => type === 'hash')
  const hashed = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [n + 1, 'hashed' as const]))

  it('goes on beyond what is sent next, one part at a time', () => {
    const upload = withParts(sending(1000), hashed(CAPACITY.window))
    expect(hashes(upload)).toHaveLength(1)
    const hashing = after(upload, ...hashes(upload))
    expect(hashes(hashing)).toEqual([])
  })

  it('ends after some parts, or some bytes where they are large', () => {
    expect(hashes(withParts(sending(1000), hashed(CAPACITY.ahead.parts)))).toEqual([])
    expect(hashes(withParts(sending(1000, GIB), hashed(CAPACITY.window)))).toEqual([])
  })

  it('has only so many signed as are sent next', () => {
    const upload = withParts(sending(1000), hashed(100))
    const [sign] = commandsOf(upload).filter((command) => command.type === 'sign')
    expect(sign?.parts.map(({ number }) => number)).toEqual(
      Array.from({ length: CAPACITY.window }, (_, n) => n + 1),
    )
  })
})
