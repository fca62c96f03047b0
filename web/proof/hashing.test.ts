import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Hashes } from '../../shared/hashes.ts'
import type { UploadView } from '../../shared/messages.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { RECEIPT, viewOf } from '../../tests/page/views.ts'
import { WorkerError } from '../door/ask.ts'
import { ReadingError } from './ask-worker.ts'
import { createRunner, type Hashing, type HashingPorts } from './hashing.ts'
import type { Job, JobStore } from './jobs.ts'
import { PATIENCE } from './patience.ts'

const HASHED: Hashes = { computedBy: 'browser', sha256: 'a'.repeat(64) }
const STATED: Receipt = { ...RECEIPT, hashes: HASHED }

const fileOf = (lastModified = 1) => new File(['content'], 'file', { lastModified })

function jobOf(id: string, changes: Partial<Job> = {}): Job {
  const about = { id, size: 7, lastModified: 1, kinds: ['sha256' as const], addsUsual: false }
  return { ...about, handle: null, checkpoint: null, hashes: null, problem: null, ...changes }
}

/** Files that can all be read, of uploads that are being sent in parts, unless a test says else. */
function start(given: readonly Job[], change: Partial<HashingPorts> = {}) {
  const stored = new Map(given.map((job) => [job.id, job]))
  const shown = new Map<string, Hashing | null>()
  const told: string[] = []
  const disproved: string[] = []
  const read: string[] = []
  const views = new Map<string, UploadView>()
  const put = vi.fn<JobStore['put']>(async (jobs) => {
    for (const job of jobs) stored.set(job.id, job)
  })
  const runner = createRunner({
    jobs: {
      all: async () => [...stored.values()],
      put,
      remove: async (ids) => ids.forEach((id) => stored.delete(id)),
    },
    upload: (id) => views.get(id) ?? viewOf(0, { state: 'uploading', watchable: true }),
    hasUpload: async () => false,
    fileOf: async () => fileOf(),
    usualKinds: async () => ['md5'],
    read: async ({ file, kinds }) => {
      read.push(`${file.size} ${kinds.join()}`)
      return { hashes: HASHED, parts: null }
    },
    followHold: (tell) => {
      tell(false)
      return () => undefined
    },
    tell: async (id) => {
      told.push(id)
      return null
    },
    receiptOf: async () => null,
    disprove: async (id) => {
      disproved.push(id)
    },
    show: (id, hashing) => void shown.set(id, hashing),
    now: () => 0,
    ...change,
  })
  return { runner, stored, put, shown, told, disproved, read, views }
}

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

    const file = fileOf()
    const broken = start([jobOf('a')], {
      fileOf: async () => file,
      read: () => Promise.reject(new ReadingError('unreadable', 'NotReadableError')),
    })
    await broken.runner.readAll()
    expect(broken.stored.get('a')?.problem).toBe('changed')
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

  it('says that what was sent is another file, here first and then to the server, once', async () => {
    const sent = RECEIPT.checksum.value
    const upload = () => viewOf(0, { state: 'verified' })
    const receiptOf = async () => RECEIPT
    const another = { ...HASHED, crc64nvme: 'AAAAAAAAAAA=' }
    const one = start([jobOf('a', { hashes: another })], { upload, receiptOf })
    await one.runner.tellAll()
    await one.runner.tellAll()
    expect([one.shown.get('a')?.state, one.told]).toEqual(['another', ['a']])
    expect([one.stored.get('a')?.problem, one.disproved]).toEqual(['another', ['a']])
    const same = { ...HASHED, crc64nvme: String(sent) }
    const other = start([jobOf('a', { hashes: same })], { upload, receiptOf })
    await other.runner.tellAll()
    expect([other.told, other.disproved]).toEqual([['a'], []])
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
