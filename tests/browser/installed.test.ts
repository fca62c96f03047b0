import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type App } from '../servers/app.ts'
import { makeFile } from './files.ts'
import { install, manifestOf, startByPipe } from './installed.ts'
import { openApp, reaches } from './uploads-page.ts'

let folder: string
let app: App
let context: BrowserContext

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhaul-installed-'))
  app = await startApp({ DATA_DIR: join(folder, 'data') })
  context = await startByPipe(folder)
})
afterAll(async () => {
  await context.close()
  await app.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** What is there under the address of a picture; a drawing has no size of its own. */
async function lookAt(page: Page, src: string) {
  const { headers } = await fetch(new URL(src, app.origin))
  const type = headers.get('content-type')?.split(';')[0]
  const sizes = await page.evaluate(async (src) => {
    const picture = new Image()
    picture.src = src
    await picture.decode()
    return `${picture.naturalWidth}x${picture.naturalHeight}`
  }, src)
  return { src, type, sizes: type === 'image/svg+xml' ? null : sizes }
}

/** As the system does it for another app, and any site can as well. */
async function share(
  page: Page,
  names: readonly string[],
  { origin = app.origin, size = 20 } = {},
): Promise<void> {
  await page.evaluate(
    ([action, names, size]) => {
      const form = document.createElement('form')
      const input = document.createElement('input')
      const transfer = new DataTransfer()
      for (const name of names) transfer.items.add(new File([new Uint8Array(size)], name))
      Object.assign(form, { action, method: 'POST', enctype: 'multipart/form-data' })
      Object.assign(input, { type: 'file', name: 'files', multiple: true, files: transfer.files })
      form.append(input)
      document.body.append(form)
      form.submit()
    },
    [`${origin}/share`, names, size] as const,
  )
}

/** Names of what is kept of shared files, asked and not asked about. */
function keptOf(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const posted = await (await caches.open('shared')).keys()
    const root = await navigator.storage.getDirectory()
    const own = await root.getDirectoryHandle('shared', { create: true })
    const names: string[] = []
    for await (const name of own.keys()) names.push(name)
    return [...posted.map(({ url }) => url), ...names]
  })
}

test('the manifest of each language has no faults, and all that it names is there', async () => {
  const page = await openApp(context, app.origin)
  await page.locator('a[href="/settings"]').first().click()
  const languages = page.getByRole('combobox').filter({ hasText: 'Deutsch' })
  const manifests = []
  for (const [language, path] of [
    ['English', 'manifest.webmanifest'],
    ['Deutsch', 'manifest.de.webmanifest'],
    ['العربية', 'manifest.ar.webmanifest'],
  ] as const) {
    await languages.selectOption({ label: language })
    await page.locator(`link[rel=manifest][href$="/${path}"]`).waitFor({ state: 'attached' })
    manifests.push(await manifestOf(page))
  }
  await languages.selectOption({ label: 'English' })
  expect(manifests.map(({ id, lang, faults }) => [id, lang, faults])).toEqual([
    ['/', 'en', []],
    ['/', 'de', []],
    ['/', 'ar', []],
  ])
  const [first] = manifests
  const answer = await fetch(`${app.origin}/manifest.webmanifest`)
  expect(answer.headers.get('content-type')).toMatch(/^application\/manifest\+json/)
  const pictures = [...(first?.icons ?? []), ...(first?.screenshots ?? [])]
  expect(pictures).toHaveLength(6)
  const found = await Promise.all(pictures.map(({ src }) => lookAt(page, src)))
  expect(found).toEqual(
    pictures.map(({ src, sizes, type }) => ({ src, type, sizes: sizes === 'any' ? null : sizes })),
  )
  await page.close()
})

describe('what another app shares', () => {
  test('is sent once the person wants it, and then kept no more', async () => {
    const page = await context.newPage()
    await share(page, ['a.mov', 'größer – 概要.txt'])
    await page.getByText('2 files').waitFor()
    expect(page.url()).toBe(`${app.origin}/`)
    expect(await keptOf(page)).toHaveLength(1)
    // What is not answered is asked again.
    await page.reload()
    await page.getByRole('button', { name: 'Send' }).click()
    await reaches(page, 'a.mov', 'Verified')
    await reaches(page, 'größer – 概要.txt', 'Verified')
    await expect.poll(() => keptOf(page)).toEqual([])
    await page.close()
  })

  test('is let go of when it is refused', async () => {
    const page = await context.newPage()
    await share(page, ['unwanted.txt'])
    const banner = page.getByRole('status').filter({ hasText: 'unwanted.txt' })
    await banner.getByRole('button', { name: 'Dismiss' }).click()
    await expect.poll(() => keptOf(page)).toEqual([])
    expect(await page.getByRole('link', { name: 'unwanted.txt' }).count()).toBe(0)
    await page.close()
  })

  test('and is large says that it did not arrive where the browser has lost the worker', async () => {
    const page = await context.newPage()
    // Another origin, which has none.
    const origin = app.origin.replace('localhost', '127.0.0.1')
    await share(page, ['large.mov'], { origin, size: 300_000_000 })
    await page.getByRole('alert').getByText('Share it once more').waitFor()
    await page.close()
  })

  test('and does not come says so', async () => {
    const page = await context.newPage()
    await share(page, [])
    await page.getByRole('alert').getByText('Share it once more').waitFor()
    await page.close()
  })
})

test('an installed app is launched into its window, and takes files without a network too', async () => {
  const page = await openApp(context, app.origin)
  const installed = await install(page)
  const windows = context.pages().length
  const [handler] = (await installed.state()).fileHandlers
  expect(handler?.action).toBe(`${app.origin}/?open`)
  expect(handler?.accepts.flatMap(({ fileExtensions }) => fileExtensions)).toContain('.e01')

  await page.getByRole('link', { name: 'Help' }).click()
  await installed.launch(`${app.origin}/?add`)
  await page.locator(':focus').getByText('Choose files').waitFor()
  const { shortcuts } = await manifestOf(page)
  expect(shortcuts.map(({ url }) => url)).toEqual(['/?add', '/history', '/settings', '/help'])
  await installed.launch(`${app.origin}/history`)
  await page.getByRole('heading', { name: 'History', level: 1 }).waitFor()
  await installed.launch(`${app.origin}/settings`)
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  await installed.launch(`${app.origin}/help`)
  await page.getByRole('heading', { name: 'How it works' }).waitFor()

  // The admins' page is no view of the app: it opens beside what this window may hold.
  await installed.launch(`${app.origin}/admin#link=not.whole`)
  const offer = page.getByRole('status').filter({ hasText: 'The admin page opens' })
  const beside = context.waitForEvent('page')
  await offer.getByRole('button', { name: 'Open', exact: true }).click()
  const admin = await beside
  await admin.getByText('This link is not valid').waitFor()
  await admin.close()
  await offer.waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: 'How it works' }).waitFor()

  // Where it is in this window itself, it makes way.
  await page.goto(`${app.origin}/admin`)
  await page.getByRole('heading', { name: 'Uploads' }).waitFor({ state: 'attached' })
  await installed.launch(`${app.origin}/history`)
  await page.getByRole('heading', { name: 'History', level: 1 }).waitFor()
  await page.goto(`${app.origin}/admin`)
  await page.getByRole('heading', { name: 'Uploads' }).waitFor({ state: 'attached' })
  const opened = await makeFile(join(folder, 'opened.e01'), 1000)
  await installed.launchFiles(opened.path)
  await page.getByRole('alert').getByText('Open them once more').waitFor()

  await installed.launch(`${app.origin}/#link=not.whole`)
  await page.getByText('This link is not whole.').waitFor()
  await installed.launch(`${app.origin}/#watch=not-whole`)
  await page.getByRole('heading', { name: 'This link is not whole' }).waitFor()
  await installed.launch(`${app.origin}/history`)
  await page.getByRole('heading', { name: 'History', level: 1 }).waitFor()

  const files = await Promise.all(
    ['one.e01', 'two.e01'].map((name) => makeFile(join(folder, name), 1000)),
  )
  await installed.launchFiles(...files.map(({ path }) => path))
  await reaches(page, 'one.e01', 'Verified')
  await reaches(page, 'two.e01', 'Verified')
  expect(context.pages()).toHaveLength(windows)

  await app.stop()
  const third = await makeFile(join(folder, 'three.e01'), 1000)
  await installed.launchFiles(third.path)
  await page.getByRole('link', { name: 'three.e01' }).waitFor()
  await expect.poll(async () => (await installed.state()).badgeCount).toBe(1)

  const shared = await context.newPage()
  await share(shared, ['shared offline.mov'])
  await shared.getByRole('button', { name: 'Send', exact: true }).click()
  await reaches(shared, 'shared offline.mov', 'Waiting')
  await expect.poll(async () => (await installed.state()).badgeCount).toBe(2)
})
