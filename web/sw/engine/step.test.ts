import { v7 as uuid } from 'uuid'
import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../shared/errors.ts'
import { MIB } from '../../../shared/limits.ts'
import type { Command } from './events.ts'
import { CAPACITY } from './capacity.ts'
import { nextTime } from './holds.ts'
import { next } from './next.ts'
import { bytesSent, createRecord, type UploadRecord } from './record.ts'
import { step, type Upload } from './step.ts'
import { after, failedSend, failure, hash, newUpload, NOW, send, sendingUpload } from './testing.ts'
import { viewOf } from './view.ts'

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

  it('is not given up as it arrives damaged now and then between failures of another kind', () => {
    const fail = (upload: Upload, code: ErrorCode) =>
      after(upload, send(upload, 1), failure(upload, send(upload, 1), code))
    let upload = failedSend('network', 20)
    for (let n = 1; n < 5; n++) upload = fail(fail(upload, 'checksum_mismatch'), 'timeout')
    expect(upload.record.phase).toBe('sending')
    expect(fail(upload, 'checksum_mismatch').record.failure).toBe('checksum_mismatch')
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

  it('changes only what is given of its order, whatever else a page’s message names', () => {
    const upload = newUpload({ priority: 'high', startAt: NOW + 1, place: 7 })
    const same = { priority: undefined, startAt: undefined, place: undefined }
    const arrange = (change: object) =>
      after(upload, { type: 'arrange', change: { ...same, ...change } }).record
    expect(arrange({ priority: 'low' })).toEqual({ ...upload.record, priority: 'low' })
    expect(arrange({ startAt: NOW + 2 })).toEqual({ ...upload.record, startAt: NOW + 2 })
    expect(arrange({ place: 8 })).toEqual({ ...upload.record, place: 8 })
    expect(arrange({ startAt: 0 })).toEqual({ ...upload.record, startAt: undefined })
  })

  it('breaks off nothing for another priority, though it is to start at once as it did', () => {
    const upload = after(sendingUpload(), send(sendingUpload(), 1))
    const change = { priority: 'high', startAt: 0 } as const
    const arranged = after(upload, { type: 'arrange', change })
    expect(arranged.record).toMatchObject({ priority: 'high', startAt: undefined })
    expect(arranged.flight).toBe(upload.flight)
  })

  it('begins what was put off once it is to start at once', () => {
    const put = after(newUpload(), { type: 'arrange', change: { startAt: NOW + 1 } })
    expect(next([put], NOW)).toEqual([])
    const begun = after(put, { type: 'arrange', change: { startAt: 0 } })
    expect(next([begun], NOW)).toContainEqual(expect.objectContaining({ type: 'begin' }))
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
