import { describe, expect, it, vi } from 'vitest'
import { createLookouts, type Lookout } from './lookouts.ts'

type Look = () => Promise<readonly number[]>

function openLookouts() {
  const clock = { time: 0 }
  const lookouts = createLookouts(() => clock.time)
  const open = (key: string, sub = 'ann') => lookouts.open({ key, uploadId: 'one', sub })
  /** Opens so many, each for an upload of its own. */
  const openMany = (count: number, sub: string) =>
    Array.from({ length: count }, (_, n) => open(`${sub}-${n}`, sub))
  return { clock, lookouts, open, openMany }
}

describe('requests that wait for one upload', () => {
  it('look together', async () => {
    const { clock, open } = openLookouts()
    const [first, second] = [open('film'), open('film')]
    const look = vi.fn<Look>(() => Promise.resolve([clock.time]))
    expect(await Promise.all([first.see(0, look), second.see(0, look)])).toEqual([[0], [0]])
    clock.time = 440
    expect(await second.see(0, look)).toEqual([0])
    clock.time = 500
    expect(await first.see(0, look)).toEqual([500])
    expect(await second.see(0, look)).toEqual([500])
    expect(look).toHaveBeenCalledTimes(2)
  })

  it('wait for a look that takes long, and share its failure', async () => {
    const { clock, open } = openLookouts()
    const [first, second] = [open('film'), open('film')]
    const fail = vi.fn<Look>(() => {
      clock.time += 60_000
      return Promise.reject(new Error('the store is away'))
    })
    const answers = await Promise.allSettled([first.see(0, fail), second.see(0, fail)])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(fail).toHaveBeenCalledOnce()
  })

  it('look for themselves where it is another page, upload, or one that was begun anew', async () => {
    const { lookouts, open } = openLookouts()
    const look = vi.fn<Look>(() => Promise.resolve([]))
    const film = open('film')
    await film.see(0, look)
    await film.see(1, look)
    await open('book').see(0, look)
    await lookouts.open({ key: 'film', uploadId: 'two', sub: 'ann' }).see(0, look)
    expect(look).toHaveBeenCalledTimes(4)
  })

  it('keep nothing of what was seen once the last has gone', async () => {
    const { open } = openLookouts()
    const look = vi.fn<Look>(() => Promise.resolve([]))
    for (let count = 0; count < 2; count++) {
      const lookout = open('film')
      await lookout.see(0, look)
      lookout.close()
    }
    expect(look).toHaveBeenCalledTimes(2)
  })
})

describe('requests that wait for one person', () => {
  /** Looks a second, where each of them wants to look every half second. */
  async function rateOf(clock: { time: number }, lookouts: readonly Lookout[]): Promise<number> {
    const look = vi.fn<Look>(() => Promise.resolve([]))
    const end = clock.time + 60_000
    for (; clock.time < end; clock.time += 500) {
      for (const lookout of lookouts) await lookout.see(0, look)
    }
    return look.mock.calls.length / 60
  }

  it.each([
    [2, 4],
    [10, 20],
    [50, 20],
    [200, 20],
  ])('are %i, and look %i times a second', async (count, rate) => {
    const { clock, openMany } = openLookouts()
    expect(await rateOf(clock, openMany(count, 'ann'))).toBeCloseTo(rate, 0)
  })

  it('look less when many persons do', async () => {
    const { clock, openMany } = openLookouts()
    const all = Array.from({ length: 100 }, (_, n) => openMany(10, `person-${n}`)).flat()
    expect(await rateOf(clock, all)).toBeCloseTo(200, -1)
  })
})

describe('so many may wait at once', () => {
  const refused = expect.objectContaining({ code: 'slow_down', status: 429, retryAfter: 30 })

  it('as 16 for an upload', () => {
    const { open } = openLookouts()
    const all = Array.from({ length: 16 }, () => open('film'))
    expect(() => open('film')).toThrow(refused)
    open('book')
    all[0]?.close()
    open('film')
    expect(() => open('film')).toThrow(refused)
  })

  it('as 200 for a person, but for nobody in particular', () => {
    const { open, openMany } = openLookouts()
    const all = openMany(200, 'ann')
    expect(() => open('film')).toThrow(refused)
    open('film', 'ben')
    all[0]?.close()
    open('film')
    openMany(300, '')
  })

  it('as a thousand in all', () => {
    const { open, openMany } = openLookouts()
    const all = openMany(1000, '')
    expect(() => open('film')).toThrow(refused)
    for (const lookout of all) lookout.close()
    open('film')
  })
})
