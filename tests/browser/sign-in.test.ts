import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AUDIENCE, ISSUER, openKeySet, type KeySet } from '../../api/testing/key-set.ts'
import { MIB } from '../../shared/limits.ts'
import { freePort } from '../servers/free-port.ts'
import { startEmbeddedStore } from '../servers/embedded-store.ts'
import { startSignInProxy, type SignInProxy } from '../servers/sign-in-proxy.ts'
import { holds, readReceipt } from './arrival.ts'
import { makeFile } from './files.ts'
import { acknowledged, closeGateAfter, sentTwice } from './gate.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { drop, isReady, PATIENCE, press, reaches, says } from './uploads-page.ts'

let keySet: KeySet
let signIn: SignInProxy
let stage: ProxiedStage
beforeAll(async () => {
  keySet = await openKeySet()
  const key = await keySet.createKey('first')
  keySet.publish(key.jwk)
  signIn = await startSignInProxy(() => key.sign({ sub: 'ann' }, 60))
  const port = await freePort()
  signIn.target = `http://127.0.0.1:${port}`
  const { keySet: address } = keySet.settings()
  stage = await startProxiedStage(startEmbeddedStore, () => ({
    PORT: String(port),
    PUBLIC_ORIGIN: signIn.origin,
    AUTH: 'jwt',
    JWT_JWKS_URL: address,
    JWT_ISSUER: ISSUER,
    JWT_AUDIENCE: AUDIENCE,
    JWT_PREFIX: 'people/{sub}/',
  }))
})
afterAll(async () => {
  await stage.close()
  await signIn.close()
  await keySet.close()
})

async function continueAsAnn(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Continue as Ann' }).click()
  await isReady(page)
}

test(
  'a session that ends in the middle of an upload is renewed by a click, and nothing is lost',
  async () => {
    const page = await stage.context().newPage()
    await page.goto(signIn.origin)
    await continueAsAnn(page)
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)')

    const gate = closeGateAfter(stage.proxy, 3)
    const file = await makeFile(join(stage.folder, 'film.bin'), 200 * MIB)
    await drop(page, file.path)
    await expect.poll(() => acknowledged(stage.proxy, 'film.bin').length).toBe(3)
    signIn.endSessions()
    gate.open()
    await says(page, 'film.bin', 'You are not signed in any more.')
    // What everybody tries first: the worker has the page, and no proxy is asked.
    await page.reload()
    await isReady(page)
    const way = page.getByRole('link', { name: 'Sign in' })
    await way.waitFor()
    const [tab] = await Promise.all([page.waitForEvent('popup'), way.click()])
    await continueAsAnn(tab)
    expect(tab.url()).toBe(`${signIn.origin}/`)
    await tab.close()

    await page.bringToFront()
    await way.waitFor({ state: 'detached' })
    await reaches(page, 'film.bin', 'Verified')
    await press(page, 'film.bin', 'Receipt')
    const receipt = await readReceipt(page)
    expect(receipt.key).toMatch(/^people\/ann\/\d{4}\//)
    await holds(stage.bucket, receipt, file)
    expect(sentTwice(stage.proxy, 'film.bin')).toEqual([])
  },
  3 * PATIENCE,
)

test('the app can be installed by whoever is signed in', async () => {
  const page = await stage.context().newPage()
  await page.goto(signIn.origin)
  await isReady(page)
  const session = await page.context().newCDPSession(page)
  const { errors } = await session.send('Page.getAppManifest')
  expect(errors).toEqual([])
  await page.close()
})
