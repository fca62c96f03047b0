import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { create, creation, openApi, sendParts, type Api } from '../testing/harness.ts'
import { memoryDocuments } from '../testing/memory-documents.ts'
import { createLedger, type FoundPage, type Ledger, type Search } from './ledger.ts'
import { createLogger } from '../log.ts'
import { DAY, dayOf } from './days.ts'
import { nameOf, readName, type Entry } from './entry.ts'

const NOON = Date.parse('2026-11-25T12:00:00.000Z')
const HOUR = 60 * 60 * 1000
const LINK = 'link:01890000-0000-7000-8000-000000000001'

function entryAt(at: number, change: Partial<Entry> = {}): Entry {
  return { at, outcome: 'verified', size: 9, subject: '', key: `in/${at}/a.mov`, ...change }
}

function openLedger(now = NOON) {
  const lines: string[] = []
  const store = memoryDocuments()
  const log = createLogger('warn', { write: (line) => void lines.push(line) })
  const clock = { now }
  const open = () => createLedger(store, 's/', 'verified', () => clock.now, log)
  return { store, ledger: open(), other: open(), clock, lines }
}

const anything = { from: null, to: null, matches: undefined, after: null, limit: 50 }
const times = (entries: readonly Entry[]) => entries.map(({ at }) => at)

async function findAll(ledger: Ledger, search: Search): Promise<Entry[]> {
  const { entries, next } = await ledger.search(search)
  return next === null
    ? [...entries]
    : [...entries, ...(await findAll(ledger, { ...search, after: next }))]
}

describe('an entry’s name', () => {
  it.each([
    entryAt(NOON),
    entryAt(0, { subject: LINK, outcome: 'mismatch' }),
    entryAt(NOON, { subject: `account:${'a'.repeat(32)}`, key: 'über/2026/11/25/☃ x.tar\nb' }),
  ])('tells all of %j', (entry) => expect(readName(nameOf(entry))).toEqual(entry))

  it('sorts the newer before the older', () => {
    const names = [NOON, NOON - 1, NOON - DAY, 0].map((at) => nameOf(entryAt(at)))
    expect([...names].sort()).toEqual(names)
  })

  it.each(['', 'x', '1.verified.9.open/k', nameOf(entryAt(1)).replace('verified', 'lost')])(
    'is not %j',
    (name) => expect(readName(name)).toBeUndefined(),
  )
})

describe('a ledger', () => {
  it('lists the newest first, by one request a page', async () => {
    const { ledger, store } = openLedger()
    for (let number = 0; number < 120; number++) await ledger.add(entryAt(NOON - number * 1000))
    store.requests = 0
    const first = await ledger.search(anything)
    expect(times(first.entries)).toEqual(Array.from({ length: 50 }, (_, n) => NOON - n * 1000))
    const second = await ledger.search({ ...anything, after: first.next })
    const third = await ledger.search({ ...anything, after: second.next })
    expect(times(third.entries).at(-1)).toBe(NOON - 119_000)
    expect(third.next).toBeNull()
    expect(store.requests).toBe(3)
  })

  it('lists only the days that are asked for, their first and last ms too', async () => {
    const { ledger } = openLedger()
    const start = Date.parse('2026-11-20T00:00:00.000Z')
    const ends = [start - 1, start, start + DAY - 1, start + DAY]
    for (const at of ends) await ledger.add(entryAt(at))
    const day = { ...anything, from: '2026-11-20', to: '2026-11-20' }
    expect(times((await ledger.search(day)).entries)).toEqual([start + DAY - 1, start])
    const matching = { ...day, matches: () => true }
    expect(times((await ledger.search(matching)).entries)).toEqual([start + DAY - 1, start])
  })

  it('finds by what it is asked, the same by lists and by the sums of days, on every server', async () => {
    const { ledger, other, store } = openLedger()
    const all: Entry[] = []
    for (let number = 0; number < 3000; number++) {
      const subject = number % 7 === 0 ? LINK : ''
      all.push(entryAt(NOON - number * 40 * 60 * 1000, { subject }))
    }
    for (const entry of all) await ledger.add(entry)
    const search = { ...anything, matches: (e: Entry) => e.subject === LINK }
    const wanted = times(all.filter(({ subject }) => subject === LINK))
    expect(times(await findAll(ledger, { ...search, limit: 1000 }))).toEqual(wanted)
    expect(times(await findAll(other, { ...search, limit: 1000 }))).toEqual(wanted)
    const kept = [...store.documents.keys()].filter((key) => key.includes('/days/'))
    expect(kept).toHaveLength(84 - 1)
    expect(times(await findAll(other, { ...search, limit: 100 }))).toEqual(wanted)
  })

  it('sums up days, and reads a day that is over but once', async () => {
    const { ledger, other, store, clock } = openLedger()
    for (const days of [0, 0, 1, 1, 1, 9]) {
      await ledger.add(entryAt(NOON - days * DAY, { key: `in/${Math.random()}`, size: 100 }))
    }
    const sums = [
      { day: dayOf(NOON), count: 2, bytes: 200, parts: 2 },
      { day: dayOf(NOON - DAY), count: 3, bytes: 300, parts: 3 },
      { day: dayOf(NOON - 9 * DAY), count: 1, bytes: 100, parts: 1 },
    ]
    expect(await ledger.totals()).toMatchObject({ days: sums, complete: true })
    store.requests = 0
    expect(await other.totals()).toMatchObject({ days: sums, complete: true })
    expect(store.requests).toBe(2)
    clock.now += DAY
    await other.add(entryAt(clock.now, { size: 1 }))
    const later = await other.totals()
    expect(later.days.map(({ count }) => count)).toEqual([1, 2, 3, 1])
  })

  it('does not sum up a day before all servers’ clocks are past it', async () => {
    const midnight = Date.parse('2026-11-25T00:00:00.000Z')
    const { ledger, other, clock } = openLedger(midnight + 1000)
    await ledger.add(entryAt(midnight - 1000))
    await ledger.totals()
    await other.add(entryAt(midnight - 500))
    clock.now += DAY
    expect((await ledger.totals()).days).toMatchObject([{ count: 2 }])
  })

  it('goes on by itself where a sum is damaged or gone, and says so in the log', async () => {
    const { ledger, store, lines } = openLedger()
    for (const days of [1, 2, 3]) await ledger.add(entryAt(NOON - days * DAY))
    const search = { ...anything, matches: () => true }
    await ledger.search(search)
    const [damaged = '', gone = ''] = [...store.documents.keys()].filter((key) =>
      key.includes('/days/'),
    )
    store.documents.set(damaged, '[')
    await store.remove(gone)
    expect(times((await ledger.search(search)).entries)).toEqual(
      [1, 2, 3].map((days) => NOON - days * DAY),
    )
    expect(lines.join('')).toContain('damaged')
  })

  it('counts all days at once where no sum can be kept, as it would get no further', async () => {
    const { store, ledger, lines } = openLedger(NOON + DAY)
    const entries = Array.from({ length: 50_000 }, (_, number) => entryAt(NOON - number * 60_000))
    store.put(entries.map((entry) => `s/ledger/verified/entries/${nameOf(entry)}`))
    store.putDocument = () => Promise.reject(new Error('the disk is full'))
    const { days, complete } = await ledger.totals()
    expect(complete).toBe(true)
    expect(days.reduce((sum, { count }) => sum + count, 0)).toBe(50_000)
    expect(lines).toEqual([expect.stringContaining('the summary of a day could not be kept')])
  })

  it(
    'has a bound of requests for every page of 100,000, wherever it begins',
    { timeout: 60_000 },
    async () => {
      const { ledger, other, store } = openLedger()
      const entries = Array.from({ length: 100_000 }, (_, number) =>
        entryAt(NOON - number * 70_000),
      )
      store.put(entries.map((entry) => `s/ledger/verified/entries/${nameOf(entry)}`))
      const oldest = entries.at(-1)?.at ?? 0
      const counted = async <T>(question: () => Promise<T>): Promise<[T, number]> => {
        store.requests = 0
        const answer = await question()
        return [answer, store.requests]
      }

      const [first, cost] = await counted(() => ledger.search(anything))
      expect([first.entries.length, cost]).toEqual([50, 1])
      const day = dayOf(oldest + 3 * DAY)
      expect((await counted(() => ledger.search({ ...anything, from: day, to: day })))[1]).toBe(1)

      const search = { ...anything, matches: (entry: Entry) => entry.at === oldest }
      let after: string | null = null
      for (;;) {
        const [page, cost]: [FoundPage, number] = await counted(() =>
          ledger.search({ ...search, after }),
        )
        expect(cost).toBeLessThanOrEqual(41)
        after = page.next
        if (after === null) {
          expect(times(page.entries)).toEqual([oldest])
          break
        }
        expect(page.entries).toEqual([])
      }

      let complete = false
      for (let question = 0; question < 10 && !complete; question++) {
        const [totals, cost] = await counted(() => ledger.totals())
        expect(cost).toBeLessThanOrEqual(45)
        complete = totals.complete
      }
      const [{ days }, again] = await counted(() => other.totals())
      expect(days.reduce((sum, { count }) => sum + count, 0)).toBe(100_000)
      expect(again).toBeLessThanOrEqual(3)
    },
  )
})

describe('an entry in place of another', () => {
  it('stands where that stood, whoever it named, and no longer counts', async () => {
    const { ledger, other, store } = openLedger(NOON + 3 * DAY)
    const former = entryAt(NOON, { subject: LINK })
    const beside = entryAt(NOON, { key: 'in/other.mov', size: 4 })
    const earlier = entryAt(NOON - DAY)
    for (const entry of [former, beside, earlier]) await ledger.add(entry)
    const counts = async () =>
      (await ledger.totals()).days.map(({ count, bytes }) => [count, bytes])
    expect(await counts()).toEqual([
      [2, 13],
      [1, 9],
    ])
    const entry = { ...former, subject: '', outcome: 'disproved' as const }
    await ledger.replace(entry)
    await other.replace(entry)
    expect(new Set((await ledger.search(anything)).entries)).toEqual(
      new Set([entry, beside, earlier]),
    )
    const found = await other.search({ ...anything, matches: ({ key }) => key === former.key })
    expect(found.entries).toEqual([entry])
    expect(await counts()).toEqual([
      [1, 4],
      [1, 9],
    ])
    store.requests = 0
    await ledger.totals()
    expect(store.requests).toBeLessThanOrEqual(2)
  })
})

describe('an entry that is noted late', () => {
  it('stands in place of one that older receipts were looked for to add, which named nobody', async () => {
    const { ledger, store } = openLedger()
    const found = entryAt(NOON - 2 * HOUR)
    const known = { ...found, subject: LINK }
    expect(await ledger.addMissing([found])).toEqual({ added: 1, left: 0 })
    await ledger.add(known)
    expect((await ledger.search(anything)).entries).toEqual([known])
    expect((await ledger.totals()).days).toMatchObject([{ count: 1 }])
    store.requests = 0
    await ledger.add(entryAt(NOON))
    expect(store.requests).toBe(1)
  })
})

describe('an entry of a day that was summed up', () => {
  const days = async (ledger: Ledger) =>
    (await ledger.totals()).days.map(({ day, count }) => [day, count])

  it('counts and is found, also where its day had none before', async () => {
    const { ledger, other, store } = openLedger()
    for (const ago of [0, 1, 3, 5]) await ledger.add(entryAt(NOON - ago * DAY))
    await ledger.totals()
    const late = [
      entryAt(NOON - DAY + 1000, { key: 'in/late.mov' }),
      entryAt(NOON - 2 * DAY, { key: 'in/late.mov' }),
      entryAt(NOON - 9 * DAY, { key: 'in/late.mov' }),
    ]
    for (const entry of late) {
      await other.add(entry)
      await ledger.totals()
    }
    expect(await days(ledger)).toEqual([
      [dayOf(NOON), 1],
      [dayOf(NOON - DAY), 2],
      [dayOf(NOON - 2 * DAY), 1],
      [dayOf(NOON - 3 * DAY), 1],
      [dayOf(NOON - 5 * DAY), 1],
      [dayOf(NOON - 9 * DAY), 1],
    ])
    const matches = ({ key }: Entry) => key === 'in/late.mov'
    expect((await ledger.search({ ...anything, matches })).entries).toEqual(late)
    store.requests = 0
    await ledger.totals()
    expect(store.requests).toBe(2)
  })

  it('counts where the clock of who summed it up was ahead', async () => {
    const midnight = Date.parse('2026-11-25T00:00:00.000Z')
    const { ledger, other, clock } = openLedger(midnight + 60 * 60 * 1000)
    await ledger.add(entryAt(midnight - 1000))
    await ledger.totals()
    clock.now = midnight + 1
    await other.add(entryAt(midnight - 500))
    expect(await days(ledger)).toEqual([['2026-11-24', 2]])
  })

  it('costs two lists more than one of today', async () => {
    const { ledger, store } = openLedger()
    await ledger.add(entryAt(NOON))
    expect(store.requests).toBe(1)
    await ledger.add(entryAt(NOON - DAY))
    expect(store.requests).toBe(4)
  })
})

describe('what became of uploads', { timeout: 60_000 }, () => {
  let api: Api
  beforeAll(async () => {
    api = await openApi()
  })
  afterAll(() => api.close())

  const LETTER = Buffer.from('123456789')
  async function upload(name: string): Promise<{ id: string; token: string }> {
    const request = creation({ name })
    const { token } = await create(api, request)
    await sendParts(api, request.id, token, [LETTER])
    return { id: request.id, token }
  }
  async function complete({ id, token }: { id: string; token: string }, checksum: string) {
    return api.call('POST', `/api/uploads/${id}/complete`, { token, body: { checksum } })
  }

  it('is in the ledgers: what was verified once, what was cancelled and what did not match', async () => {
    const good = await upload('good.mov')
    await complete(good, 'rosUhgp5mIg=')
    await complete(good, 'rosUhgp5mIg=')
    const left = await upload('left.mov')
    await api.call('DELETE', `/api/uploads/${left.id}`, { token: left.token })
    await api.call('DELETE', `/api/uploads/${left.id}`, { token: left.token })
    const { verified, failed } = api.deps.ledgers
    expect((await verified.search(anything)).entries).toMatchObject([
      { outcome: 'verified', size: 9, key: expect.stringMatching(/\/good\.mov$/) },
    ])
    expect((await failed.search(anything)).entries).toMatchObject([
      { outcome: 'cancelled', key: expect.stringMatching(/\/left\.mov$/) },
    ])
  })
})
