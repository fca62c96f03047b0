import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { viewOf } from '../../tests/page/views.ts'
import { WorkerError } from '../door/ask.ts'
import { ReadingError } from './ask-worker.ts'
import { PATIENCE } from './patience.ts'
import { fileOf, HASHED, jobOf, start } from '../../tests/page/hashing-runner.ts'

describe('hashing', () => {
  beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined))
  afterEach(() => void vi.restoreAllMocks())

  it('reads each file once, and tells the server before the end of the upload, once', async () => {
    const { runner, stored, shown, told, read } = start([jobOf('a')])
    await runner.readAll()
    await runner.readAll()
    expect(read).toEqual(['7 sha256'])
    expect(stored.get('a')).toMatchObject({ hashes: HASHED, problem: null })
    expect(shown.get('a')).toMatchObject({ state: 'done', hashes: HASHED })
    await runner.tellAll()
    await runner.tellAll()
    expect(told).toEqual(['a'])
  })

  it('forgets what is of no upload any more, and nothing that the list shows late', async () => {
    const { runner, stored } = start(
      ['a', 'b', 'c', 'd'].map((id) => jobOf(id)),
      {
        upload: (id) => (id === 'a' ? viewOf(0) : undefined),
        hasUpload: async (id) => {
          if (id === 'c') throw new WorkerError('no_answer', '')
          return id === 'b'
        },
      },
    )
    expect((await runner.begin()).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect([...stored.keys()]).toEqual(['a', 'b', 'c'])
  })

  it('shows how far it came when it gives way, and goes on from there', async () => {
    const states: [string, number][] = []
    const { runner } = start([jobOf('a')], {
      followHold: (tell) => {
        for (const held of [false, true, false]) tell(held)
        return () => undefined
      },
      read: async (_, { progress }, __, followHold) => {
        progress(5)
        followHold(() => undefined)()
        return { hashes: HASHED, parts: null }
      },
      show: (_, hashing) => void (hashing && states.push([hashing.state, hashing.at])),
    })
    await runner.readAll()
    expect(states).toEqual([
      ['waiting', 0],
      ['reading', 0],
      ['reading', 5],
      ['reading', 5],
      ['held', 5],
      ['reading', 5],
      ['done', 0],
    ])
  })

  it('adds what the operator wants, and forgets what nobody wants', async () => {
    const both = start([
      jobOf('a', { addsUsual: true }),
      jobOf('b', { kinds: [], addsUsual: true }),
    ])
    await both.runner.readAll()
    expect(both.read).toEqual(['7 sha256,md5', '7 md5'])
    const none = start([jobOf('b', { kinds: [], addsUsual: true })], { usualKinds: async () => [] })
    await none.runner.readAll()
    expect(none.stored.size).toBe(0)
    const unknown = start([jobOf('b', { addsUsual: true })], { usualKinds: async () => null })
    await unknown.runner.readAll()
    expect([unknown.read, unknown.stored.size]).toEqual([[], 1])
  })

  it('waits for a file that it can not read now', async () => {
    const { runner, shown, stored } = start([jobOf('a')], { fileOf: async () => null })
    await runner.readAll()
    expect(shown.get('a')?.state).toBe('file')
    expect(stored.get('a')?.problem).toBeNull()
  })

  it('throws away what it has of a file that was changed before or meanwhile', async () => {
    const before = start([jobOf('a')], { fileOf: async () => fileOf(2) })
    await before.runner.readAll()
    expect([before.read, before.shown.get('a')?.state]).toEqual([[], 'changed'])

    const files = [fileOf(), fileOf(2)]
    const meanwhile = start([jobOf('a')], { fileOf: async () => files.shift() ?? null })
    await meanwhile.runner.readAll()
    expect(meanwhile.stored.get('a')).toMatchObject({ hashes: null, problem: 'changed' })
  })

  it('tries a File that can not be read again, but not at once, and one that is chosen at once', async () => {
    let time = 0
    let file = fileOf()
    let isAway = true
    const tries: number[] = []
    const { runner, stored, shown } = start([jobOf('a')], {
      now: () => time,
      fileOf: async () => file,
      read: async () => {
        tries.push(time)
        if (isAway) throw new ReadingError('unreadable', 'NotReadableError')
        return { hashes: HASHED, parts: null }
      },
    })
    for (; time < 60_000; time += 10_000) await runner.readAll()
    expect([tries, shown.get('a')?.state, stored.get('a')?.problem]).toEqual([
      [0, 30_000],
      'file',
      null,
    ])
    isAway = false
    time = 59_000
    file = fileOf()
    await runner.readAll()
    expect(stored.get('a')?.hashes).toEqual(HASHED)
  })

  it('keeps from where it can go on, and goes on from there', async () => {
    const checkpoint = { at: 4, states: {} }
    const froms: unknown[] = []
    let time = 0
    const { runner, stored } = start([jobOf('a')], {
      now: () => time,
      read: ({ from }, reading) => {
        froms.push(from)
        reading.checkpoint(checkpoint)
        return Promise.reject(new ReadingError('internal', 'the tab was closed'))
      },
    })
    await runner.readAll()
    time = 60_000
    await runner.readAll()
    expect(froms).toEqual([null, checkpoint])
    expect(stored.get('a')?.checkpoint).toEqual(checkpoint)
  })

  it('begins anew at once where another hash is wanted meanwhile', async () => {
    const read: string[] = []
    const { runner, stored, put, shown } = start([jobOf('a')], {
      read: async ({ kinds }, { checkpoint }, signal) => {
        read.push(kinds.join())
        if (kinds.length > 1) return { hashes: HASHED, parts: null }
        put.mockResolvedValue(false)
        stored.set('a', jobOf('a', { kinds: ['sha256', 'md5'] }))
        checkpoint({ at: 4, states: {} })
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        })
      },
    })
    const keep = put.getMockImplementation()
    await runner.readAll()
    expect(shown.get('a')?.state).not.toBe('done')
    if (keep) put.mockImplementation(keep)
    await runner.readAll()
    expect(read).toEqual(['sha256', 'sha256,md5'])
    expect(stored.get('a')).toMatchObject({ hashes: HASHED, kinds: ['sha256', 'md5'] })
  })

  it('reads the others where one fails, and that one not again at once', async () => {
    const read: string[] = []
    const { runner } = start([jobOf('a'), jobOf('b', { size: 8 })], {
      fileOf: async ({ id, size }) => new File(['a'.repeat(size)], id, { lastModified: 1 }),
      read: async ({ file }) => {
        read.push(`${file.size}`)
        if (file.size === 7) throw new ReadingError('internal', 'no memory')
        return { hashes: HASHED, parts: null }
      },
    })
    await runner.readAll()
    await runner.readAll()
    expect(read).toEqual(['7', '8'])
  })

  it('reads a file once also where nothing can be kept, and tells what it found', async () => {
    const { runner, put, shown, told, stored, read } = start([jobOf('a')], {
      read: async ({ kinds }, reading) => {
        read.push(kinds.join())
        reading.checkpoint({ at: 4, states: {} })
        return { hashes: HASHED, parts: null }
      },
    })
    const keep = put.getMockImplementation()
    put.mockRejectedValue(new DOMException('the disk is full', 'QuotaExceededError'))
    await runner.readAll()
    await runner.readAll()
    await runner.tellAll()
    expect([read, told, shown.get('a')?.state]).toEqual([['sha256'], ['a'], 'done'])
    expect(stored.get('a')?.hashes).toBeNull()
    if (keep) put.mockImplementation(keep)
    await runner.readAll()
    expect(stored.get('a')?.hashes).toEqual(HASHED)
  })

  it('waits for a file that can not be read to its end, and reads the next', async () => {
    const file = fileOf()
    const { runner, shown, stored } = start([jobOf('a'), jobOf('b', { size: 8 })], {
      fileOf: async ({ id }) =>
        id === 'a' ? file : new File(['contents'], 'b', { lastModified: 1 }),
      read: async ({ file: { size } }) => {
        if (size === 7) throw new ReadingError('stalled', 'nothing is read')
        return { hashes: HASHED, parts: null }
      },
    })
    await runner.readAll()
    expect([shown.get('a')?.state, shown.get('b')?.state]).toEqual(['file', 'done'])
    expect(stored.get('a')?.problem).toBeNull()
  })

  it('waits for a file that nobody gives, and reads the next', async () => {
    vi.useFakeTimers()
    const { runner, shown } = start([jobOf('a'), jobOf('b'), jobOf('c')], {
      fileOf: async ({ id }) => {
        if (id === 'a') return new Promise<never>(() => undefined)
        if (id === 'b') throw new WorkerError('no_answer', '')
        return fileOf()
      },
    })
    const all = runner.readAll()
    await vi.advanceTimersByTimeAsync(PATIENCE)
    vi.useRealTimers()
    await all
    expect(['a', 'b', 'c'].map((id) => shown.get(id)?.state)).toEqual(['file', 'file', 'done'])
  })

  it('goes on keeping how far it is after that failed once', async () => {
    const { runner, put, stored } = start([jobOf('a')], {
      read: (_order, reading) => {
        put.mockRejectedValueOnce(new DOMException('the disk failed', 'UnknownError'))
        for (const at of [3, 5]) reading.checkpoint({ at, states: {} })
        return Promise.reject(new ReadingError('internal', 'no memory'))
      },
    })
    await runner.readAll()
    expect(stored.get('a')?.checkpoint?.at).toBe(5)
  })

  it('ends the reading of what was cancelled', async () => {
    const { runner, views, stored } = start([jobOf('a')], {
      read: (_order, reading, signal) => {
        views.set('a', viewOf(0, { state: 'cancelled' }))
        reading.progress(3)
        return signal.aborted ? Promise.reject(signal.reason) : Promise.reject(new Error('read on'))
      },
    })
    await runner.readAll()
    expect(stored.get('a')).toMatchObject({ hashes: null, problem: null })
  })
})
