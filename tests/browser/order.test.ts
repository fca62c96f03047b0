import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PATIENCE, type Scene } from '../survival/scene.ts'
import { isVerified } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { makeFile, sha256Of, type TestFile } from './files.ts'
import { runInScene } from './in-scene.ts'

/** Bytes a second: a part takes most of one. */
const RATE = 20_000_000
/** Bytes: what is urgent outlasts the time that the browser takes to begin. */
const FIRST = 160_000_000
const URGENT = 320_000_000
/** ms: longer than a person takes to add a file, and no longer than a test may wait. */
const PUT_OFF = 20_000

describe('uploads are sent when the person wants it', () => {
  let parent: string
  let first: TestFile & { sha256: string }
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'longhaul-order-'))
    const made = await makeFile(join(parent, 'first.mov'), FIRST)
    first = { ...made, sha256: await sha256Of(made.path) }
  })
  afterAll(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }))

  function withScene(run: (scene: Scene) => Promise<void>): Promise<void> {
    const about = { parent, source: 'chosen', number: 1, rate: RATE } as const
    return runInScene({ ...about, file: first }, run)
  }

  test('what is urgent first, by the browser too when their page is closed', async () => {
    const urgent = await makeFile(join(parent, 'urgent.mov'), URGENT)
    await withScene(async (scene) => {
      const page = await scene.begin()
      await scene.hasSent(0.1)
      await page.add(urgent.path, 'chosen')
      const ask = (expression: string) => page.target.evaluate(expression)
      const names = async () => (await page.uploads()).map(({ name }) => name)
      await until(async () => (await names()).length === 2, 'both are listed', PATIENCE)
      expect(await names()).toEqual(['first.mov', 'urgent.mov'])

      await until(async () => (await ask(OPEN)) === true, 'its order can be chosen', PATIENCE)
      await until(async () => (await ask(MAKE_URGENT)) === true, 'it is made urgent', PATIENCE)
      await until(async () => (await names())[0] === 'urgent.mov', 'it is the first', PATIENCE)
      const id = await ask(`document.querySelector('[data-testid=upload-row]').dataset.id`)
      const ofUrgent = () => scene.parts().filter(({ key }) => key.endsWith('urgent.mov'))
      await until(() => ofUrgent().length > 2, 'it is being sent', PATIENCE)

      await page.close()
      const handed = () => scene.parts().filter(({ route }) => route === 'api')
      await until(() => handed().length > 0, 'the browser sends', PATIENCE)
      expect(handed()[0]?.key).toBe(id)
      const made = async () => (await scene.objects.verified()).length === 2
      await until(made, 'both have arrived, with no page open', PATIENCE)
    })
  })

  test('what is put off not before its time, and then by itself', async () => {
    await withScene(async (scene) => {
      const page = await scene.openPage()
      const ask = (expression: string) => page.target.evaluate(expression)
      await until(() => page.offers('Start later…'), 'it can be put off', PATIENCE)
      await page.press('Start later…')
      await until(async () => (await ask(PUT_ALL_OFF)) === true, 'it is put off', PATIENCE)
      const start = Date.now() + PUT_OFF
      await page.add(first.path, 'chosen')
      // Its row is there before what it says of that.
      const text = async () => (await page.uploads())[0]?.text
      await expect.poll(text).toContain('if Longhaul is open then')
      const [upload] = await page.uploads()
      expect(upload).toMatchObject({ state: 'Waiting' })
      await until(() => scene.parts().length > 0, 'it begins', PATIENCE)
      // Chosen before the time was taken here.
      expect(Date.now()).toBeGreaterThan(start - 5000)
      expect(await isVerified(page)).toBe('Verified')
      expect(scene.parts().map(({ status }) => status)).not.toContain(null)
    })
  })
})

const OPEN = `(() => {
  const grip = document.querySelector('[aria-label="Order and start: urgent.mov"]')
  grip?.click()
  return grip !== null
})()`

const MAKE_URGENT = `(() => {
  const form = document.querySelector('form.order')
  form?.querySelector('[name=priority][value=high]').click()
  form?.querySelector('[type=submit]').click()
  return form !== null
})()`

const PUT_ALL_OFF = `(() => {
  const form = document.querySelector('form.order')
  if (!form) return false
  const at = new Date(Date.now() + ${PUT_OFF} - new Date().getTimezoneOffset() * 60_000)
  form.querySelector('[name=time]').value = at.toISOString().slice(0, 19)
  form.querySelector('[value=other]').click()
  form.querySelector('[type=submit]').click()
  return true
})()`
