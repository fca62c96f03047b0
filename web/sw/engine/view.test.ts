import { describe, expect, it } from 'vitest'
import { MIB } from '../../../shared/limits.ts'
import { RECEIPT } from '../../../tests/page/views.ts'
import { step, type Upload } from './step.ts'
import { after, failedSend, hash, newUpload, NOW, send, sendingUpload } from './testing.ts'
import { viewOf } from './view.ts'

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
    ['file_changed', 0],
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

  it('tells of a full disk what a person can do, and not when it is tried again', () => {
    const problem = 'storage' as const
    expect(viewOf(failedSend(problem), NOW, true)).toMatchObject({ problem, retryAt: null })
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
