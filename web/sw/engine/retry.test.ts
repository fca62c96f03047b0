import { describe, expect, it } from 'vitest'
import { UploadError, type ErrorCode } from '../../../shared/errors.ts'
import { nextTime } from './holds.ts'
import { createFailure } from './retry.ts'
import type { Upload } from './step.ts'
import { after, failedSend, failure, NOW, send, sendingUpload, type Outcome } from './testing.ts'

const waitAfter = (code: ErrorCode, times: number) =>
  (nextTime([failedSend(code, times)], NOW) ?? 0) - NOW

describe('a part that failed', () => {
  it('waits longer with every failure, and never longer than a minute', () => {
    expect([1, 2, 3, 20].map((times) => waitAfter('slow_down', times))).toEqual([
      1000, 2000, 4000, 60_000,
    ])
  })

  it('is tried every twenty seconds where nothing else finds out that the store is back', () => {
    expect([1, 2, 3, 20].map((times) => waitAfter('network', times))).toEqual([
      1000, 2000, 4000, 20_000,
    ])
  })

  it('leaves it to all that are under way side by side to find that out', () => {
    const many = [1, 2, 3, 4].reduce(
      (all, n) => after(all, send(all, n)),
      failedSend('network', 20),
    )
    const failed = after(many, failure(many, send(many, 1), 'network'))
    expect(failed.flight.parts.get(1)?.notBefore).toBe(NOW + 60_000)
  })

  it('waits as long as the store asks for', () => {
    const upload = after(sendingUpload(), send(sendingUpload(), 1))
    const error = new UploadError('slow_down', '', { retryAfter: 90_000 })
    expect(createFailure(upload.flight, send(upload, 1), error, NOW, 0).notBefore).toBe(
      NOW + 90_000,
    )
  })
})

describe('a store that was away', () => {
  /** Two parts that failed, and a third that is being sent for the first time. */
  function twoFailed(code: ErrorCode): Upload {
    let upload = sendingUpload()
    for (const number of [1, 2]) {
      upload = after(upload, send(upload, number))
      upload = after(upload, failure(upload, send(upload, number), code))
    }
    return after(upload, send(upload, 1), send(upload, 3))
  }
  const arrived = (number: number): Outcome => ({
    type: 'sent',
    part: { number, checksum: 'crc', hashed: true },
  })
  const waitOf = (upload: Upload) => upload.flight.parts.get(2)?.notBefore

  it.each(['network', 'timeout', 'server_error', 'bad_answer'] as const)(
    'is tried with all parts once one arrives that had failed: %s',
    (code) => {
      const upload = twoFailed(code)
      expect(waitOf(upload)).toBe(NOW + 1000)
      expect(waitOf(after(upload, arrived(1)))).toBe(0)
    },
  )

  it('may fail with one part for ever: others that never failed say nothing of it', () => {
    expect(waitOf(after(twoFailed('network'), arrived(3)))).toBe(NOW + 1000)
  })

  it.each(['slow_down', 'checksum_mismatch'] as const)('is another matter than %s', (code) => {
    expect(waitOf(after(twoFailed(code), arrived(1)))).toBe(NOW + 1000)
  })

  it('is left alone for as long as it asked', () => {
    const upload = after(sendingUpload(), send(sendingUpload(), 2))
    const error = new UploadError('server_error', '', { retryAfter: 90_000 })
    const { id: _, ...asked } = createFailure(upload.flight, send(upload, 2), error, NOW, 0)
    const failed = after(upload, asked, send(upload, 1))
    const one = after(failed, failure(failed, send(failed, 1), 'network'), send(failed, 1))
    expect(waitOf(after(one, arrived(1)))).toBe(NOW + 90_000)
  })
})
