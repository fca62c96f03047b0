import { v7 as uuid } from 'uuid'
import { describe, expect, it } from 'vitest'
import { MIB } from '../../../shared/limits.ts'
import { RECEIPT } from '../../../tests/page/views.ts'
import type { Command } from './events.ts'
import { CAPACITY } from './capacity.ts'
import { EMPTY_FLIGHT } from './flight.ts'
import { nextTime } from './holds.ts'
import { next } from './next.ts'
import { bytesSent, createRecord, type UploadRecord } from './record.ts'
import { step, type Upload } from './step.ts'
import { after, failedSend, failure, newUpload, NOW, PART, send, sendingUpload } from './testing.ts'
import { viewOf } from './view.ts'

function hash(upload: Upload, number: number): Command {
  return { type: 'hash', id: upload.record.id, number, isDue: true }
}

describe('an upload that begins', () => {
  it('is cut by what the link carries', () => {
    const [begun] = next([newUpload()], NOW, { ...CAPACITY, rate: 1_000_000 })
    expect(begun).toMatchObject({ type: 'begin', partSize: 5 * MIB })
  })

  it('is cut as it was before, where its record was lost', () => {
    const { record } = newUpload()
    const again = createRecord({ ...record, partSize: 40 * MIB }, NOW)
    const [begun] = next([newUpload(again)], NOW, { ...CAPACITY, rate: 1_000_000 })
    expect(begun).toMatchObject({ type: 'begin', partSize: 40 * MIB })
  })
})

describe('an upload that the API has just answered for', () => {
  const answered = (isNew: boolean) => {
    const { server } = sendingUpload().record
    if (!server) throw new Error('it has a server side')
    return after(newUpload({ phase: 'creating' }), { type: 'created', server, isNew })
  }

  it('has no parts to be listed where it is new', () => {
    expect(next([answered(true)], NOW).map(({ type }) => type)).toContain('hash')
  })

  it('has them listed where parts were sent before, though the server has begun it anew', () => {
    const { record, flight } = sendingUpload()
    const { server } = record
    if (!server) throw new Error('it has a server side')
    const upload: Upload = { record: { ...record, phase: 'creating' }, flight }
    const again = after(upload, { type: 'created', server, isNew: true })
    expect(next([again], NOW).map(({ type }) => type)).toEqual(['list'])
  })

  it('has its parts listed where it was begun before: some may have arrived', () => {
    expect(next([answered(false)], NOW).map(({ type }) => type)).toEqual(['list'])
  })
})

describe('a part that failed', () => {
  it('is hashed anew when its bytes differ from its checksum', () => {
    expect(failedSend('checksum_mismatch').flight.parts.get(1)).toMatchObject({
      stage: 'idle',
      checksum: null,
    })
  })

  it('is given up when it arrives damaged again and again', () => {
    expect(failedSend('checksum_mismatch', 4).record.phase).toBe('sending')
    expect(failedSend('checksum_mismatch', 5).record).toMatchObject({
      phase: 'failed',
      failure: 'checksum_mismatch',
    })
  })

  it('is never given up for what passes', () => {
    for (const code of ['network', 'slow_down', 'server_error', 'timeout'] as const) {
      expect(failedSend(code, 500).record.phase).toBe('sending')
    }
  })

  it('is hashed anew after some broken connections: a store may refuse it where nobody hears', () => {
    const stages = [1, 2, 3].map((times) => failedSend('network', times).flight.parts.get(1)?.stage)
    expect(stages).toEqual(['hashed', 'hashed', 'idle'])
  })

  it('is signed anew, as a browser may not tell why it failed', () => {
    expect(failedSend('network').flight.parts.get(1)).toMatchObject({
      stage: 'hashed',
      signed: null,
    })
  })
})

describe('late answers', () => {
  it('of a command that was ended do not fail the upload', () => {
    const cancelled = after(sendingUpload(), send(sendingUpload(), 1), { type: 'cancel' })
    const late = failure(cancelled, send(cancelled, 1), 'upload_gone')
    expect(after(cancelled, late)).toBe(cancelled)
    expect(cancelled.record.phase).toBe('cancelling')
  })

  it('do not bring a part back that is no longer worked on', () => {
    const paused = after(sendingUpload(), hash(sendingUpload(), 1), { type: 'pause' })
    const late = after(paused, { type: 'hashed', number: 1, checksum: 'crc' })
    expect(late.flight.parts.size).toBe(0)
  })

  it('of a part that arrived all the same are kept', () => {
    const paused = after(sendingUpload(), send(sendingUpload(), 1), { type: 'pause' })
    const late = after(paused, { type: 'sent', part: { number: 1, checksum: 'crc', hashed: true } })
    expect(bytesSent(late.record)).toBe(5 * MIB)
  })
})

describe('what a person asks for', () => {
  it('leaves an upload alone that it does not fit', () => {
    const upload = after(sendingUpload(), send(sendingUpload(), 1))
    for (const type of ['resume', 'remove', 'given'] as const) {
      expect(step(upload, { type, id: upload.record.id })).toBe(upload)
    }
    const verified = newUpload({ phase: 'verified' })
    for (const type of ['pause', 'cancel', 'resume'] as const) {
      expect(step(verified, { type, id: verified.record.id })).toBe(verified)
    }
  })

  it('starts from the beginning, under another id, when the upload is gone', () => {
    const remoteId = uuid()
    const retried = after(failedSend('upload_gone'), { type: 'retry', remoteId })
    expect(viewOf(retried, NOW, true).state).toBe('waiting')
    const begun = after(retried, { type: 'aborted' })
    expect(begun.record).toMatchObject({ phase: 'waiting', server: null, missing: [], remoteId })
  })

  it('has the server let go of what is left before it starts from the beginning', () => {
    const retried = after(failedSend('key_exists'), { type: 'retry', remoteId: uuid() })
    expect(next([retried], NOW)).toEqual([{ type: 'abort', id: retried.record.id }])
    const cancelled = after(retried, { type: 'cancel' }, { type: 'aborted' })
    expect(cancelled.record.phase).toBe('cancelled')
  })

  it('goes on with what has arrived after another failure', () => {
    const denied = after(failedSend('store_denied'), { type: 'retry', remoteId: uuid() })
    expect(denied.record.phase).toBe('sending')
    expect(denied.record.remoteId).toBe(denied.record.id)
    expect(denied.flight.listed).toBe(false)
  })

  it('clears away what was put off and then cancelled without waiting for its time', () => {
    const startAt = NOW + 86_400_000
    const upload = after(sendingUpload(), { type: 'arrange', change: { startAt } })
    const cancelled = after(upload, { type: 'cancel' })
    const abort: Command = { type: 'abort', id: upload.record.id }
    const failed = after(cancelled, abort, failure(cancelled, abort, 'network'))
    expect(nextTime([failed], NOW)).toBeLessThan(startAt)
    expect(viewOf(failed, NOW, true).startAt).toBeUndefined()
  })

  it('removes a failed upload only when the server has let it go', () => {
    const removed = after(failedSend('store_denied'), { type: 'remove' })
    expect(removed.record).toMatchObject({ phase: 'cancelling', afterCancel: { type: 'leave' } })
    expect(step(removed, { type: 'aborted', id: removed.record.id })).toBeNull()
  })
})

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

describe('viewOf', () => {
  it('says how many parts of what is verified were compared with nothing', () => {
    const unhashed = (unhashedParts?: number) => {
      const receipt = { ...RECEIPT, checksum: { ...RECEIPT.checksum, unhashedParts } }
      return viewOf(newUpload({ phase: 'verified', receipt }), NOW, true).unhashedParts
    }
    expect([unhashed(), unhashed(2)]).toEqual([undefined, 2])
  })

  it.each([
    ['upload_gone', 0],
    ['token_invalid', 0],
    ['object_mismatch', 0],
    ['store_denied', 5 * MIB],
    ['link_expired', 5 * MIB],
  ] as const)(
    'counts what has arrived after a %s only where it goes on from there',
    (code, sent) => {
      const { record, flight } = sendingUpload()
      const failed: Upload = {
        record: { ...record, phase: 'failed', failure: code, missing: [[2, 20]] },
        flight,
      }
      expect(viewOf(failed, NOW, true)).toMatchObject({ state: 'failed', sent })
    },
  )

  it('says that another device can see it while the server has something of it', () => {
    const upload = sendingUpload()
    const watchable = (one: Upload) => viewOf(one, NOW, true).watchable
    expect(watchable(newUpload())).toBe(false)
    expect(watchable(upload)).toBe(true)
    expect(watchable(after(upload, { type: 'pause' }))).toBe(true)
    expect(watchable(after(upload, { type: 'cancel' }))).toBe(false)
    expect(watchable(newUpload({ ...upload.record, phase: 'verified' }))).toBe(true)
    expect(watchable(newUpload({ ...upload.record, phase: 'failed' }))).toBe(false)
  })

  it('says of what was verified that it is not to be relied on, once that is found out', () => {
    const verified = newUpload({ ...sendingUpload().record, phase: 'verified', missing: [] })
    const disproved = after(verified, { type: 'disprove' })
    expect(viewOf(disproved, NOW, true)).toMatchObject({
      state: 'disproved',
      sent: verified.record.size,
      watchable: false,
    })
    expect(after(disproved, { type: 'cancel' }, { type: 'resume' }, { type: 'disprove' })).toBe(
      disproved,
    )
    expect(step(disproved, { type: 'remove', id: disproved.record.id })).toBeNull()
    const sending = sendingUpload()
    expect(after(sending, { type: 'disprove' })).toBe(sending)
  })

  it('says so too once its receipt does, at its end or later', () => {
    const disproved = { at: RECEIPT.completedAt, crc64nvme: 'AAAAAAAAAAA=' }
    const record = { ...sendingUpload().record, missing: [] }
    const completing = newUpload({ ...record, phase: 'completing' })
    const state = (one: Upload) => viewOf(one, NOW, true).state
    const receipt = { ...RECEIPT, disproved }
    expect(state(after(completing, { type: 'completed', receipt }))).toBe('disproved')
    const verified = after(completing, { type: 'completed', receipt: RECEIPT })
    expect(state(after(verified, { type: 'receipt', receipt: RECEIPT }))).toBe('verified')
    const later = after(verified, { type: 'receipt', receipt })
    expect([state(later), later.record.receipt]).toEqual(['disproved', receipt])
  })

  it('names each state by its word', () => {
    const states = (
      ['waiting', 'creating', 'verified', 'failed', 'cancelling', 'cancelled'] as const
    ).map((phase) => viewOf(newUpload({ phase }), NOW, true).state)
    expect(states).toEqual(['waiting', 'waiting', 'verified', 'failed', 'cancelled', 'cancelled'])
    expect(viewOf(after(sendingUpload(), hash(sendingUpload(), 1)), NOW, true).state).toBe(
      'uploading',
    )
    expect(viewOf(after(sendingUpload(), { type: 'pause' }), NOW, true).state).toBe('paused')
  })

  it('tells when it is tried again, while nothing else goes on', () => {
    expect(viewOf(failedSend('network'), NOW, true)).toMatchObject({
      problem: 'network',
      retryAt: NOW + 1000,
    })
  })

  it('counts what has arrived and what is under way', () => {
    const upload = after(sendingUpload(), {
      type: 'sent',
      part: { number: 20, checksum: 'crc', hashed: true },
    })
    expect(viewOf(after(upload, send(upload, 3)), NOW, true)).toMatchObject({
      sent: 5 * MIB,
      inFlight: 5 * MIB,
    })
  })
})

describe('a retry after the link was refused', () => {
  const server = {
    token: 't',
    key: 'k',
    partSize: 5 * MIB,
    partCount: 2,
    checksum: 'crc64nvme' as const,
  }
  const retried = (changes: Partial<UploadRecord>, link: string | null) => {
    const upload = newUpload({ phase: 'failed', link: 'a.b.c', ...changes })
    const remoteId = uuid()
    const after = step(upload, { type: 'retry', id: upload.record.id, remoteId, link })
    if (!after) throw new Error('a retry removed the upload')
    return { after, remoteId }
  }

  it.each([
    'link_expired',
    'link_revoked',
    'link_invalid',
    'link_required',
    'limit_reached',
  ] as const)('begins anew by a newer one: %s', (failure) => {
    const { after, remoteId } = retried({ failure }, 'd.e.f')
    expect(after.record).toMatchObject({ phase: 'waiting', remoteId, link: 'd.e.f' })
  })

  it('first has what came by the old one removed, by the old one', () => {
    const { after, remoteId } = retried({ failure: 'link_expired', server }, 'd.e.f')
    expect(after.record).toMatchObject({ phase: 'cancelling', link: 'a.b.c', server })
    const gone = step(after, { type: 'aborted', id: after.record.id })
    expect(gone?.record).toMatchObject({ phase: 'waiting', remoteId, link: 'd.e.f', server: null })
  })

  it('goes on where it was by the same one', () => {
    const { after } = retried({ failure: 'link_expired', server }, 'a.b.c')
    expect(after.record).toMatchObject({ phase: 'sending', link: 'a.b.c', server })
  })

  it('keeps its link where it failed for another reason', () => {
    const { after } = retried({ failure: 'store_denied', server }, 'd.e.f')
    expect(after.record).toMatchObject({ phase: 'sending', link: 'a.b.c', server })
  })
})
