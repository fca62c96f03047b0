import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RECEIPT, viewOf } from '../../tests/page/views.ts'
import { WorkerError } from '../door/ask.ts'
import { ReadingError } from './ask-worker.ts'
import { HASHED, jobOf, start, STATED } from '../../tests/page/hashing-runner.ts'

describe('hashing', () => {
  beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined))
  afterEach(() => void vi.restoreAllMocks())

  it('is done when the receipt has them: told then, or before', async () => {
    const done = jobOf('a', { hashes: HASHED })
    const verified = { upload: () => viewOf(0, { state: 'verified' as const }) }
    const before = start([done], { ...verified, receiptOf: async () => STATED })
    await before.runner.tellAll()
    expect([before.told, before.stored.size, before.shown.get('a')]).toEqual([[], 0, null])
    const then = start([done], { ...verified, tell: async () => STATED })
    await then.runner.tellAll()
    expect(then.stored.size).toBe(0)
  })

  it('tells of a small file only after its end', async () => {
    const upload = () => viewOf(0, { size: 7, state: 'uploading', watchable: true })
    const { runner, told } = start([jobOf('a', { hashes: HASHED })], { upload })
    await runner.tellAll()
    expect(told).toEqual([])
  })

  const sent = String(RECEIPT.checksum.value)
  const another = { ...HASHED, crc64nvme: 'AAAAAAAAAAA=' }
  const verified = {
    upload: () => viewOf(0, { state: 'verified' }),
    receiptOf: async () => RECEIPT,
  }

  it('says that what was sent is another file, here first and then to the server, once', async () => {
    const read = async () => ({ hashes: another, parts: null })
    const one = start([jobOf('a')], { ...verified, read })
    await one.runner.readAll()
    await one.runner.tellAll()
    expect([one.told, one.disproved]).toEqual([[], []])
    await one.runner.readAll()
    await one.runner.tellAll()
    await one.runner.tellAll()
    expect([one.shown.get('a')?.state, one.told]).toEqual(['another', ['a']])
    expect([one.stored.get('a')?.problem, one.disproved]).toEqual(['another', ['a']])
    const same = { ...HASHED, crc64nvme: sent }
    const other = start([jobOf('a', { hashes: same })], verified)
    await other.runner.tellAll()
    expect([other.told, other.disproved]).toEqual([['a'], []])
  })

  it('reads a file once more that is not what was sent, as a disk may misread once', async () => {
    const froms: unknown[] = []
    const seen: unknown[] = []
    const checkpoint = { at: 4, states: {} }
    let fails = true
    let time = 0
    const one = start([jobOf('a', { hashes: another })], {
      ...verified,
      now: () => time,
      show: (_, hashing) => seen.push([hashing?.state, hashing?.at, hashing?.isAgain]),
      read: async ({ from }, reading) => {
        froms.push(from)
        reading.progress(4)
        reading.checkpoint(checkpoint)
        if (fails) throw new ReadingError('internal', 'the tab was closed')
        return { hashes: { ...HASHED, crc64nvme: sent }, parts: null }
      },
    })
    await one.runner.tellAll()
    expect(one.stored.get('a')).toMatchObject({ hashes: null, isAgain: true })
    await one.runner.readAll()
    expect(seen).toEqual([
      ['waiting', 0, true],
      ['waiting', 0, true],
      ['reading', 0, true],
      ['reading', 4, true],
    ])
    fails = false
    time = 60_000
    await one.runner.readAll()
    await one.runner.tellAll()
    expect(froms).toEqual([null, checkpoint])
    expect([one.told, one.disproved, one.stored.get('a')?.problem]).toEqual([['a'], [], null])
  })

  it('has it on record that what was sent is another file, also where that fails at first', async () => {
    let time = 0
    let fails: 'here' | 'there' | null = 'here'
    const heard: string[] = []
    const hear = (where: 'here' | 'there') => {
      heard.push(where)
      if (fails === where) throw new WorkerError('no_answer', '')
    }
    const { runner, views } = start([jobOf('a', { hashes: HASHED, problem: 'another' })], {
      now: () => time,
      disprove: async () => hear('here'),
      tell: async () => {
        hear('there')
        return null
      },
    })
    views.set('a', viewOf(0, { state: 'verified' }))
    await runner.tellAll()
    await runner.tellAll()
    expect(heard).toEqual(['here'])
    time = 60_000
    fails = 'there'
    await runner.tellAll()
    views.set('a', viewOf(0, { state: 'disproved' }))
    await runner.tellAll()
    expect(heard).toEqual(['here', 'here', 'there'])
    time = 120_000
    fails = null
    await runner.tellAll()
    time = 180_000
    await runner.tellAll()
    expect(heard).toEqual(['here', 'here', 'there', 'there'])
  })

  it('asks a server no more that takes no word of it', async () => {
    const asked: string[] = []
    const { runner, stored } = start([jobOf('a', { hashes: HASHED, problem: 'another' })], {
      upload: () => viewOf(0, { state: 'disproved' }),
      tell: (id) => {
        asked.push(id)
        return Promise.reject(new WorkerError('object_mismatch', ''))
      },
    })
    await runner.tellAll()
    await runner.tellAll()
    expect([asked, stored.get('a')?.isTold]).toEqual([['a'], true])
  })

  it.each(['hashes_differ', 'token_expired'] as const)(
    'says that the server takes them no more: %s',
    async (code) => {
      const { runner, shown } = start([jobOf('a', { hashes: HASHED })], {
        upload: () => viewOf(0, { state: 'verified' }),
        tell: () => Promise.reject(new WorkerError(code, '')),
      })
      await runner.tellAll()
      expect(shown.get('a')?.state).toBe('refused')
    },
  )

  it('asks a server without the receipt again, but not at once and not for ever', async () => {
    let time = 0
    const { runner, told, stored } = start([jobOf('a', { hashes: HASHED })], {
      upload: () => viewOf(0, { state: 'verified' }),
      now: () => time,
    })
    await runner.tellAll()
    await runner.tellAll()
    expect([told, stored.get('a')?.problem]).toEqual([['a'], null])
    for (; time < 3_600_000; time += 60_000) await runner.tellAll()
    expect([told.length, stored.get('a')?.problem]).toEqual([10, 'refused'])
  })

  it('asks a server that does not answer again, but not at once', async () => {
    let time = 0
    let asked = 0
    const { runner, stored } = start([jobOf('a', { hashes: HASHED })], {
      upload: () => viewOf(0, { state: 'verified' }),
      now: () => time,
      tell: () => {
        asked += 1
        return Promise.reject(new WorkerError('network', ''))
      },
    })
    await runner.tellAll()
    await runner.tellAll()
    time = 60_000
    await runner.tellAll()
    expect([asked, stored.get('a')?.problem]).toEqual([2, null])
  })
})
