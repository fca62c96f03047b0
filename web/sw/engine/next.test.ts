import { describe, expect, it } from 'vitest'
import { CAPACITY } from './capacity.ts'
import { MIB } from '../../../shared/limits.ts'
import { EMPTY_FLIGHT, type PartFlight } from './flight.ts'
import { next } from './next.ts'
import type { Upload } from './step.ts'
import { hash, newUpload, NOW, PART, sendingUpload } from './testing.ts'

/** A part that was to be read, and is tried again later. */
const UNREAD: PartFlight = {
  stage: 'idle',
  checksum: null,
  signed: null,
  failures: 1,
  notBefore: NOW + 1,
}

describe('next', () => {
  it('shares the lanes between uploads', () => {
    const uploads = [sendingUpload(), sendingUpload(), sendingUpload()].map((upload) => {
      const parts = new Map(
        Array.from({ length: 12 }, (_, n) => [
          n + 1,
          { stage: 'signed' as const, checksum: 'crc', signed: PART, failures: 0, notBefore: 0 },
        ]),
      )
      return { ...upload, flight: { ...upload.flight, parts } }
    })
    const sends = next(uploads, NOW).filter(({ type }) => type === 'send')
    for (const { record } of uploads) {
      expect(sends.filter(({ id }) => id === record.id)).toHaveLength(CAPACITY.lanes / 3)
    }
  })

  it('sends the parts of a few uploads at a time, those that come first', () => {
    const uploads = Array.from({ length: 2 * CAPACITY.uploads }, () => sendingUpload())
    const unlisted = uploads.map(({ record }) => ({ record, flight: EMPTY_FLIGHT }))
    const lists = next(unlisted, NOW, { ...CAPACITY, requests: 99 })
    const first = uploads.slice(0, CAPACITY.uploads).map(({ record }) => record.id)
    expect(lists).toEqual(first.map((id) => ({ type: 'list', id })))
    const hashes = next(uploads, NOW, { ...CAPACITY, hashing: 99, due: 2 })
    expect([...new Set(hashes.map(({ id }) => id))]).toEqual(first)
  })

  it('has lanes for an upload that others which are being completed come before', () => {
    const completing = Array.from({ length: 2 * CAPACITY.uploads }, () => {
      const { record, flight } = sendingUpload()
      return { record: { ...record, phase: 'completing' as const, missing: [] }, flight }
    })
    const upload = sendingUpload()
    const { id } = upload.record
    expect(next([...completing, upload], NOW)).toContainEqual(hash(upload, 1))
    const unlisted = { ...upload, flight: EMPTY_FLIGHT }
    const busy = completing.map((one) => {
      const flight = { ...one.flight, notBefore: NOW + 1 }
      return { ...one, flight }
    })
    expect(next([...busy, unlisted], NOW)).toEqual([{ type: 'list', id }])
  })

  it('begins others beside any number whose files can not be read', () => {
    const { created, whole } = CAPACITY
    for (const [count, size] of [
      [created, 100 * MIB],
      [whole, MIB],
    ] as const) {
      const unreadable = Array.from({ length: count + 10 }, () => {
        const { record, flight } = sendingUpload(size === MIB ? 1 : 20)
        const parts = new Map([[1, UNREAD]])
        return { record, flight: { ...flight, parts, problem: 'file_unreadable' as const } }
      })
      const waiting = newUpload({ size })
      const commands = next([...unreadable, waiting], NOW)
      expect(commands).toContainEqual(
        expect.objectContaining({ type: 'begin', id: waiting.record.id }),
      )
    }
  })

  it('serves others beside uploads of which every part is refused again and again, but not all', () => {
    const { uploads } = CAPACITY
    const refused = (failures: number): Upload => {
      const { record, flight } = sendingUpload(2)
      const part = { ...UNREAD, stage: 'hashed' as const, failures }
      const parts = new Map([1, 2].map((number) => [number, part]))
      return { record, flight: { ...flight, parts, problem: 'bad_answer' } }
    }
    const others = Array.from({ length: 2 * uploads }, () => sendingUpload())
    const served = (before: Upload[]) => {
      const commands = next([...before, ...others], NOW, { ...CAPACITY, hashing: 99, due: 2 })
      return new Set(commands.map(({ id }) => id)).size
    }
    const several = (count: number, failures: number) =>
      Array.from({ length: count }, () => refused(failures))
    expect(served(several(uploads, 3))).toBe(uploads)
    expect(served(several(uploads, 1))).toBe(0)
    // An outage looks the same, in which not everything there is is to be tried.
    expect(served(several(2 * uploads, 3))).toBe(0)
  })

  it('signs a URL again that is about to run out', () => {
    const upload = sendingUpload()
    const signed = { ...PART, beginBefore: NOW }
    const part = { stage: 'signed' as const, checksum: 'crc', signed, failures: 0, notBefore: 0 }
    const commands = next(
      [{ ...upload, flight: { ...upload.flight, parts: new Map([[1, part]]) } }],
      NOW,
    )
    expect(commands.filter(({ type }) => type === 'send')).toEqual([])
    expect(commands).toContainEqual({
      type: 'sign',
      id: upload.record.id,
      parts: [{ number: 1, checksum: 'crc' }],
    })
  })

  it('costs the same with the ten-thousandth part as with the first', () => {
    const early = sendingUpload(10_000)
    const late: Upload = { ...early, record: { ...early.record, missing: [[9_990, 10_000]] } }
    expect(next([late], NOW).length).toBe(next([early], NOW).length)
  })

  it('begins nothing for those that are held or ended', () => {
    const held = sendingUpload()
    const hold = { user: true, problem: null, handedOver: false }
    expect(next([{ ...held, record: { ...held.record, hold } }], NOW)).toEqual([])
    for (const phase of ['verified', 'failed', 'cancelled', 'disproved'] as const) {
      expect(next([newUpload({ phase })], NOW)).toEqual([])
    }
  })
})
