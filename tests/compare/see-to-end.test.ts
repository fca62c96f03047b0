import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Act, Shown } from './contestant.ts'
import { seeToEnd } from './see-to-end.ts'

const WORKING: Shown = { says: 'Uploading', claims: false, wants: null, gaveUp: false }
const COMPLETE: Shown = { ...WORKING, says: 'Complete', claims: true }
const FAILED: Shown = { ...WORKING, says: 'Upload failed', wants: 'Retry' }

/** A page that shows what it is told to show, until a person acts. */
function createPage(shown: Shown | null, after: (act: Act) => Shown) {
  const acts: Act[] = []
  let now = shown
  return {
    acts,
    uploads: async () => now,
    async act(act: Act) {
      acts.push(act)
      now = after(act)
    },
  }
}

describe('an upload that is seen to its end', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
  afterEach(() => void vi.useRealTimers())

  test('has ended when the page says that it succeeded', async () => {
    const page = createPage(COMPLETE, () => COMPLETE)
    const ending = await seeToEnd(page, 'film.mov', 1000)
    expect(ending).toEqual({ asked: [], says: 'Complete', claims: true, late: false })
  })

  test('is given what the page asks for', async () => {
    const restored: Shown = { ...WORKING, says: 'Restored', wants: 'Resume' }
    const lacking: Shown = { ...WORKING, says: 'Restored in part', wants: 'choose the file again' }
    const page = createPage(lacking, (act) => (act === 'Resume' ? COMPLETE : restored))
    const { asked, claims } = await seeToEnd(page, 'film.mov', 1000)
    expect(claims).toBe(true)
    expect(asked.map(({ act }) => act)).toEqual(['choose the file again', 'Resume'])
  })

  test('is not given again what the page has only just been given', async () => {
    let looks = 0
    const page = createPage(FAILED, () => FAILED)
    const uploads = async () => ((looks += 1) > 3 ? COMPLETE : FAILED)
    const { asked } = await seeToEnd({ ...page, uploads }, 'film.mov', 60_000)
    expect(asked).toHaveLength(1)
  })

  test('is given up when the same was done twice in vain', async () => {
    const page = createPage(FAILED, () => FAILED)
    const uploads = async () => {
      vi.advanceTimersByTime(6000)
      return FAILED
    }
    const ending = await seeToEnd({ ...page, uploads }, 'film.mov', 600_000)
    expect(page.acts).toEqual(['Retry', 'Retry'])
    expect(ending).toMatchObject({ says: 'Upload failed', claims: false, late: false })
  })

  test('has ended when the page gave it up', async () => {
    const page = createPage({ ...WORKING, says: 'Changed', gaveUp: true }, () => COMPLETE)
    const ending = await seeToEnd(page, 'film.mov', 1000)
    expect(ending).toEqual({ asked: [], says: 'Changed', claims: false, late: false })
  })

  describe('of which the page has given up, but leads to another', () => {
    const gaveUp: Shown = { ...WORKING, says: 'Failed', wants: 'Exit', gaveUp: true }
    const open: Shown = { ...WORKING, says: 'Home', wants: 'choose the file again' }
    const pageThatGaveUp = () => createPage(gaveUp, (act) => (act === 'Exit' ? open : COMPLETE))

    test('has ended where that is all that is asked', async () => {
      const page = pageThatGaveUp()
      const ending = await seeToEnd(page, 'film.mov', 1000)
      expect(ending).toEqual({ asked: [], says: 'Failed', claims: false, late: false })
      expect(page.acts).toEqual([])
    })

    test('is followed by a new one where that is wanted', async () => {
      const page = pageThatGaveUp()
      const { asked, claims } = await seeToEnd(page, 'film.mov', 1000, true)
      expect(claims).toBe(true)
      expect(asked.map(({ act }) => act)).toEqual(['Exit', 'choose the file again'])
    })

    test('has ended all the same where it leads to nothing', async () => {
      const page = createPage({ ...gaveUp, wants: null }, () => COMPLETE)
      const ending = await seeToEnd(page, 'film.mov', 1000, true)
      expect(ending).toEqual({ asked: [], says: 'Failed', claims: false, late: false })
    })
  })

  test('is late when nothing comes of it', async () => {
    const page = createPage(null, () => COMPLETE)
    const uploads = async () => {
      vi.advanceTimersByTime(600)
      return WORKING
    }
    const ending = await seeToEnd({ ...page, uploads }, 'film.mov', 1000)
    expect(ending).toEqual({ asked: [], says: 'Uploading', claims: false, late: true })
  })
})
