import { v7 as uuid } from 'uuid'
import { describe, expect, it } from 'vitest'
import { UploadError } from '../../../shared/errors.ts'
import { MIB } from '../../../shared/limits.ts'
import { sequenceOf } from '../../../shared/sequence.ts'
import type { Command } from './events.ts'
import { EMPTY_FLIGHT, isUnderWay } from './flight.ts'
import { CAPACITY } from './capacity.ts'
import { next } from './next.ts'
import { createFailure } from './retry.ts'
import { step, type Upload } from './step.ts'
import { viewOf } from './view.ts'
import {
  after,
  arrived,
  BACK,
  commandsOf,
  failureOf,
  handed,
  hashedNow,
  LATER,
  NOW,
  sending,
  SIGNED,
  unreadable,
  withParts,
  type Outcome,
} from './testing/handed-over.ts'

describe('an upload of which the browser has parts to send', () => {
  it('goes on with all that is being made ready', () => {
    const stages = { 1: 'sending', 2: 'signed', 3: 'signing', 4: 'hashed', 5: 'hashing' } as const
    const upload = withParts(sending(), stages)
    expect(after(upload, handed(6, 7, 8)).flight.parts).toEqual(upload.flight.parts)
  })

  it('sends first what the browser has not, then what it comes to last', () => {
    const upload = after(sending(10), handed(3, 4, 5, 6, 7, 8, 9, 10))
    expect(hashedNow(upload)).toEqual([1, 2])
    const later = after(upload, arrived(1), arrived(2))
    expect(hashedNow(later)).toEqual([10, 9])
  })

  it('leaves the parts to it that it sends or is about to', () => {
    const upload = after(sending(6), handed(1, 2, 3, 4, 5, 6))
    expect(commandsOf(upload)).toEqual([])
    expect(viewOf(upload, NOW, true)).toMatchObject({
      state: 'uploading',
      handedOver: true,
      inFlight: 2 * 16 * MIB,
    })
  })

  it('takes no turn from others where all of it is left to the browser', () => {
    const left = Array.from({ length: CAPACITY.uploads }, () =>
      after(sending(6), handed(6, 5, 4, 3, 2, 1)),
    )
    const other = sending(100)
    const hash: Command = { type: 'hash', id: other.record.id, number: 1, isDue: true }
    expect(next([...left, other], NOW)).toContainEqual(hash)
    // One more part of each, and they have something to do here.
    const more = left.map(() => after(sending(7), handed(6, 5, 4, 3, 2, 1)))
    expect(next([...more, other], NOW, { ...CAPACITY, hashing: 99 })).not.toContainEqual(hash)
  })

  it('does not leave to it what it waits for, but for that which it may have begun by now', () => {
    const awaited = new Set([2, 3, 4, 5])
    const upload = after(sending(5), { type: 'elsewhere', parts: [1, 2, 3, 4, 5], awaited })
    expect(hashedNow(upload)).toEqual([5, 4])
  })

  it('knows what the browser was given while another token was asked for', () => {
    const { record, flight } = sending(8)
    const creating: Upload = { record: { ...record, phase: 'creating' }, flight }
    const { server } = record
    if (!server) throw new Error('it has a server side')
    const created = after(creating, handed(1, 2, 3, 4, 5, 6, 7), {
      type: 'created',
      server,
      isNew: false,
    })
    const listed = after(created, { type: 'list', id: record.id }, { type: 'listed', parts: [] })
    expect(hashedNow(listed)).toEqual([8, 7])
  })

  it('counts nothing as the browser’s that is known to have arrived', () => {
    const upload = after(sending(9), arrived(1), arrived(2), handed(1, 2, 3, 4, 5, 6, 7, 8, 9))
    expect(upload.flight.elsewhere).toEqual(sequenceOf([3, 4, 5, 6, 7, 8, 9]))
    expect(hashedNow(upload)).toEqual([9])
  })

  it('knows after a retry what the browser was given while it had failed', () => {
    const { record, flight } = sending(8)
    const failed: Upload = { record: { ...record, phase: 'failed', failure: 'internal' }, flight }
    const again = after(failed, handed(1, 2, 3, 4, 5, 6, 7), { type: 'retry', remoteId: 'other' })
    const listed = after(again, { type: 'list', id: record.id }, { type: 'listed', parts: [] })
    expect(hashedNow(listed)).toEqual([8, 7])
  })

  it('is completed when all has arrived, whoever sent it', () => {
    const upload = after(sending(2), handed(1, 2), arrived(2), arrived(1))
    expect(commandsOf(upload)).toEqual([{ type: 'complete', id: upload.record.id }])
    expect(viewOf(upload, NOW, true).handedOver).toBe(false)
  })

  it('sends a part itself that the browser could not', () => {
    const upload = after(sending(4), handed(1, 2, 3, 4), {
      type: 'not-sent',
      number: 1,
      there: false,
    })
    expect(hashedNow(upload)).toEqual([1])
  })

  it('asks for the list where the store has a part that is not known to have arrived', () => {
    const there: Outcome = { type: 'not-sent', number: 1, there: true }
    const upload = after(sending(4), handed(1, 2, 3, 4), there)
    expect(commandsOf(upload)).toEqual([{ type: 'list', id: upload.record.id }])
    const known = after(sending(4), handed(1, 2, 3, 4), arrived(1), there)
    expect(commandsOf(known)).toEqual([])
    const beingSent = after(withParts(sending(4), { 1: 'sending' }), handed(1, 2, 3, 4), there)
    expect(commandsOf(beingSent)).toEqual([])
    const ready = after(withParts(sending(4), { 1: 'signed' }), handed(1, 2, 3, 4), there)
    expect(commandsOf(ready)).toEqual([{ type: 'list', id: ready.record.id }])
  })

  it('sends nothing that was made ready here once the browser has come to it', () => {
    const upload = withParts(sending(9), { 7: 'hashed', 8: 'signed', 9: 'signed' })
    const begun = (one: Upload) =>
      commandsOf(one).flatMap((command) =>
        command.type === 'send' || command.type === 'sign' ? [command] : [],
      )
    const met = after(upload, handed(3, 4, 5, 6, 7, 8, 9))
    expect(begun(met)).toMatchObject([{ type: 'send', number: 9 }])
    const failed = after(met, { type: 'not-sent', number: 8, there: false })
    expect(begun(failed)).toMatchObject([{ type: 'send', number: 8 }])
  })

  it('is held after a start until it is known which parts they are', () => {
    const before = after(sending(4), handed(1, 2))
    const started: Upload = { ...before, flight: { ...EMPTY_FLIGHT, listed: true } }
    expect(commandsOf(started)).toEqual([])
    expect(viewOf(started, NOW, true)).toMatchObject({ state: 'uploading', handedOver: true })
    expect(hashedNow(after(started, handed(1, 2)))).toEqual([3, 4])
  })

  it('goes on from the list once the browser has ended, with all that is missing', () => {
    const back = after(withParts(sending(3), { 1: 'sending' }), handed(2, 3), BACK)
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
    expect(hashedNow(listed)).toEqual([3])
  })

  it('does not send a part again that the list shows, when its own sending fails late', () => {
    const back = after(withParts(sending(2), { 1: 'sending' }), handed(2), BACK)
    const list: Command = { type: 'list', id: back.record.id }
    const parts = [{ number: 1, checksum: 'crc', hashed: true }]
    const listed = after(back, list, { type: 'listed', parts })
    const send: Command = { type: 'send', id: back.record.id, number: 1, part: SIGNED }
    const failure = createFailure(listed.flight, send, new UploadError('network', ''), NOW, 0)
    expect(step(listed, failure)?.flight.parts.has(1)).toBe(false)
  })

  it('leaves to others only the lanes that it does not send by, also while it is listed', () => {
    const back = after(withParts(sending(), { 1: 'sending', 2: 'sending' }), handed(3), BACK)
    const signed = Object.fromEntries(
      Array.from({ length: 8 }, (_, n) => [n + 1, 'signed' as const]),
    )
    const sends = next([back, withParts(sending(), signed)], NOW).filter(
      (one) => one.type === 'send',
    )
    expect(sends).toHaveLength(CAPACITY.lanes - 2)
  })

  it('does not ask for the file while the browser sends, and tries it again afterwards', () => {
    const failed = unreadable(sending(9), 1, 2, 3, 4, 5)
    expect(commandsOf(failed)).toEqual([])
    expect(viewOf(failed, NOW, true)).toMatchObject({
      state: 'uploading',
      handedOver: true,
      problem: 'file_permission',
    })
    const back = after(failed, BACK)
    expect(back.record.hold).toEqual({ user: false, problem: null, handedOver: false })
    expect(commandsOf(back)).toEqual([{ type: 'list', id: back.record.id }])
  })

  it('needs no file any more when all has arrived, nor to know what the browser has of it', () => {
    const upload = after(unreadable(sending(9), 1, 2, 3), ...[4, 5, 6, 7, 8, 9, 1, 2].map(arrived))
    expect(commandsOf(upload, LATER)).toEqual([])
    const whole = after(upload, arrived(3))
    const complete = [{ type: 'complete', id: upload.record.id }]
    expect(commandsOf(whole, LATER)).toEqual(complete)
    expect(commandsOf({ ...whole, flight: EMPTY_FLIGHT }, LATER)).toEqual(complete)
  })

  it('is completed at once when all has arrived, though it was put off in the meantime', () => {
    const later: Outcome = { type: 'arrange', change: { startAt: LATER + 1 } }
    const upload = after(sending(2), handed(1, 2), later, arrived(1))
    expect(commandsOf(upload, LATER)).toEqual([])
    const whole = after(upload, arrived(2))
    expect(commandsOf(whole, LATER)).toEqual([{ type: 'complete', id: upload.record.id }])
  })

  it('has the list tell of what is there while the file can’t be read', () => {
    const upload = after(unreadable(sending(9), 1, 2), ...[3, 4, 5, 6, 7, 8, 9].map(arrived))
    const there = after(upload, { type: 'not-sent', number: 1, there: true })
    const list: Command = { type: 'list', id: upload.record.id }
    expect(commandsOf(there, LATER)).toEqual([list])
    const failed = step(after(there, list), failureOf(there, list, 'file_permission'))
    expect(failed && commandsOf(failed, LATER)).toEqual([])
  })

  it('goes on with all of it once the browser has ended, also where a retry let go before', () => {
    const upload = after(sending(3), handed(1, 2, 3))
    const failed: Upload = {
      ...upload,
      record: { ...upload.record, phase: 'failed', failure: 'file_changed' },
    }
    const again = after(failed, { type: 'retry', remoteId: uuid() }, BACK)
    expect(again.flight).toMatchObject({ elsewhere: null, listed: false })
  })

  it('keeps to what the browser has when the person pauses it', () => {
    const upload = after(sending(8), handed(1, 2, 3), { type: 'pause' }, { type: 'resume' })
    expect(upload.flight.elsewhere).toEqual(sequenceOf([1, 2, 3]))
  })

  it('is let go when the person cancels it', () => {
    const upload = after(sending(), handed(1, 2), { type: 'cancel' })
    expect(upload.record.hold.handedOver).toBe(false)
    expect(commandsOf(upload)).toEqual([{ type: 'abort', id: upload.record.id }])
  })

  it('is none before it has a server side, nor after all has arrived', () => {
    for (const phase of ['waiting', 'creating', 'completing', 'verified'] as const) {
      const { record, flight } = sending()
      const server = phase === 'creating' ? null : record.server
      const upload = { record: { ...record, phase, server }, flight }
      expect(after(upload, handed(1))).toBe(upload)
    }
  })
})

it('begins anew with all parts after a retry, whatever the browser has of what is gone', () => {
  const upload = after(sending(8), handed(1, 2, 3, 4, 5))
  const hash: Command = { type: 'hash', id: upload.record.id, number: 6, isDue: true }
  const trying = after(upload, hash)
  const error = new UploadError('upload_gone', '')
  const failed = step(trying, createFailure(trying.flight, hash, error, NOW, 1))
  const { server } = upload.record
  if (!failed || !server) throw new Error('the upload left the list')
  const remoteId = uuid()
  const again = after(
    failed,
    { type: 'retry', remoteId },
    { type: 'aborted' },
    { type: 'begun', partSize: 16 * MIB },
    { type: 'created', server, isNew: true },
  )
  expect(again.record).toMatchObject({ phase: 'sending', remoteId })
  const listed = after(again, { type: 'list', id: again.record.id }, { type: 'listed', parts: [] })
  expect(hashedNow(listed)).toEqual([1, 2])
})

describe('a list that is asked for', () => {
  const asked = () => {
    const back = after(withParts(sending(2), { 1: 'sending' }), handed(2), BACK)
    const list: Command = { type: 'list', id: back.record.id }
    return { list, asking: after(back, list) }
  }

  it('goes on while parts arrive: else none would end beside a browser that sends', () => {
    const { list, asking } = asked()
    const upload = after(asking, arrived(1))
    expect(isUnderWay(upload.flight, list)).toBe(true)
    expect(upload.record.missing).toEqual([[2, 2]])
  })

  it('is not waited for once all has arrived', () => {
    const { list, asking } = asked()
    const whole = after(asking, arrived(1), arrived(2))
    expect(isUnderWay(whole.flight, list)).toBe(false)
    expect(commandsOf(whole)).toEqual([{ type: 'complete', id: list.id }])
  })
})
