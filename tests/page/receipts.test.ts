import { createHash, generateKeyPairSync } from 'node:crypto'
import { CompactSign, exportJWK } from 'jose'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Details } from '../../shared/details.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { openPage, show } from './browser.ts'
import { offerNewVersion } from './every-view.ts'
import { inspect } from './inspect.ts'
import { detailOf, idOf, RECEIPT, viewOf } from './views.ts'
import { openStage } from './stage.ts'

const CONTENT = Buffer.from('123456789')
const SHA256 = createHash('sha256').update(CONTENT).digest('hex')
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const acquired = (value: string): Details => [
  { name: 'caseNumber', label: 'Case number', value: '2026-00042' },
  { name: 'acquisitionHash', label: 'Acquisition hash', value, hash: 'sha256' },
]
const FACTS: Receipt = {
  ...RECEIPT,
  details: acquired(SHA256),
  size: CONTENT.length,
  partCount: 1,
  etag: createHash('md5').update(CONTENT).digest('hex'),
  checksum: { ...RECEIPT.checksum, value: 'rosUhgp5mIg=' },
  hashes: { computedBy: 'browser', sha256: SHA256 },
}

const { site, browser } = await openStage()

async function signed(facts: Receipt): Promise<Receipt> {
  const jws = await new CompactSign(Buffer.from(JSON.stringify(facts)))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'longhaul-receipt', kid: 'k' })
    .sign(privateKey)
  return { ...facts, signature: { kid: 'k', jws } }
}

/** As it is printed where dark colours are chosen; what is seen then is kept. */
async function expectBlackOnWhite(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'dark'))
  await page.screenshot({ path: `tests/.artifacts/page/${name}.png`, fullPage: true })
  const seen = await page.evaluate(() => {
    const { documentElement: root, body } = document
    const printed = [...document.querySelectorAll('.receipts, .receipts *')]
    const texts = printed.filter((one) => one.checkVisibility()).map((one) => getComputedStyle(one))
    return {
      scheme: getComputedStyle(root).colorScheme,
      paper: [root, body].map((one) => getComputedStyle(one).backgroundColor),
      ink: [...new Set(texts.map(({ color }) => color))],
      behind: [...new Set(texts.map(({ backgroundColor }) => backgroundColor))],
    }
  })
  expect(seen).toEqual({
    scheme: 'light',
    paper: ['rgb(255, 255, 255)', 'rgb(255, 255, 255)'],
    ink: ['rgb(0, 0, 0)'],
    behind: ['rgba(0, 0, 0, 0)'],
  })
  await page.evaluate(() => delete document.documentElement.dataset['theme'])
}

test('a receipt is a page of its own, and the detail compares the acquisition hash', async () => {
  const { page, complaints, open } = await openPage(browser, site.origin)
  await open()
  const receipt = await signed({ ...FACTS, details: acquired('0'.repeat(64)) })
  await show(page, {
    uploads: [viewOf(1, { state: 'verified', size: 9, sent: 9 })],
    receipt,
    detail: detailOf({ details: acquired('0'.repeat(64)) }),
  })
  await page.getByRole('link', { name: 'file 1.bin' }).click()
  const alarm = page.getByTestId('acquisition-alarm')
  await alarm.locator('code').getByText(SHA256).waitFor()
  await page.getByTestId('hashes').getByText(SHA256).waitFor()
  await inspect(page, 'hash-differs')

  await page.getByRole('button', { name: /^Receipt/ }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Open as a page' }).click()
  await page.getByRole('heading', { name: 'Receipt', level: 1 }).waitFor()
  expect(new URL(page.url()).pathname).toBe(`/receipts/${idOf(1)}`)
  await page.getByText(SHA256).first().waitFor()
  // So few are not said twice.
  const size = page.locator('dl > div', { has: page.getByText('Size', { exact: true }) })
  expect(await size.textContent()).toBe('Size9\xa0bytes')
  await inspect(page, 'receipt-page')
  await expectBlackOnWhite(page, 'receipt-print')
  expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('a receipt whose file is another one than was sent says so, and nowhere that it is verified', async () => {
  const { page, complaints, open } = await openPage(browser, site.origin)
  await open()
  const receipt = { ...RECEIPT, name: 'film.mov' }
  const upload = viewOf(1, { state: 'verified', proof: 'object-checksum' })
  await show(page, { uploads: [upload], receipt })
  await open(`receipts/${upload.id}`)
  await page.getByText('What “Verified” means.').waitFor()
  await open()
  const disproved = { ...upload, state: 'disproved' } as const
  await show(page, { uploads: [disproved], receipt, detail: detailOf() })
  await open(`receipts/${upload.id}`)
  await page.getByTestId('disproved').waitFor()
  expect(await page.getByTestId('receipts').textContent()).not.toMatch(/verified|proved/i)
  await inspect(page, 'receipt-page-disproved')
  await page.getByRole('link', { name: 'This upload' }).click()
  await page.getByTestId('disproved').waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

test.each([
  ['silence', 'Loading…'],
  ['storage', 'The receipt could not be read.'],
] as const)(
  'a receipt that is not known yet is not said to be missing: %s',
  async (noReceipt, said) => {
    const { page, complaints, open } = await openPage(browser, site.origin)
    await open()
    await show(page, { uploads: [viewOf(1, { state: 'verified' })], receipt: RECEIPT, noReceipt })
    await open(`receipts/${idOf(1)}`)
    await expect.poll(() => page.getByText(said).isVisible()).toBe(true)
    expect(await page.getByText('There is no receipt of this upload yet').count()).toBe(0)
    await inspect(page, `receipt-page-${noReceipt}`)
    expect(complaints).toEqual([])
    await page.context().close()
  },
)

test('what “Verified” means is said of what was compared and signed, and of nothing else', async () => {
  const { page, complaints, open } = await openPage(browser, site.origin)
  await open()
  const means = page.getByText('What “Verified” means.')
  const see = async (receipt: Receipt) => {
    await show(page, { uploads: [viewOf(1, { state: 'verified' })], receipt })
    await open(`receipts/${idOf(1)}`)
    await page.getByText('What was proved.').waitFor()
    const said = (await means.count()) === 0 ? '' : await means.locator('..').textContent()
    await open()
    return said
  }
  expect(await see(await signed(FACTS))).toMatch(/the storage then had, and signed this receipt\.$/)
  expect(await see(FACTS)).toMatch(/compared the whole with what the storage then had\.$/)
  const unhashed = { ...FACTS.checksum, unhashedParts: 2 }
  expect(await see({ ...FACTS, checksum: unhashed })).toBe('')
  expect(await see({ ...FACTS, checksum: { ...FACTS.checksum, proof: 'size-only' } })).toBe('')
  expect(complaints).toEqual([])
  await page.context().close()
})

test('an upload that is not verified has no receipt, and its page says so', async () => {
  const { page, complaints, open } = await openPage(browser, site.origin)
  await open(`receipts/${idOf(1)}`)
  await page.getByText('There is no receipt of this upload yet').waitFor()
  await inspect(page, 'receipt-page-none')
  expect(complaints).toEqual([])
  await page.context().close()
})

test('texts that come later than the view is asked for make no fault', async () => {
  const { page, complaints, open } = await openPage(browser, site.origin)
  let goOn = (): void => undefined
  const held = new Promise<void>((resolve) => (goOn = resolve))
  await page.route(/\/en-later-[^/]*\.js$/, async (route) => {
    await held
    await route.continue()
  })
  const tab = page.waitForResponse(/\/tab-[^/]*\.js$/)
  await open('receipts')
  await (await tab).finished()
  // What was fetched is evaluated, and drawn.
  await page.waitForTimeout(200)
  expect(await page.title()).toBe('Longhaul')
  goOn()
  await page.getByRole('heading', { name: 'Check a receipt' }).waitFor()
  await expect.poll(() => page.title()).toBe('Check a receipt · Longhaul')
  expect(complaints).toEqual([])
  await page.context().close()
})

test('a receipt and a file are checked again', async () => {
  const { page, complaints, open } = await openPage(browser, site.origin)
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'k' }]
  site.api = { 'GET /api/receipts/jwks.json': { status: 200, body: { keys } } }
  await open('receipts')
  await page.getByRole('heading', { name: 'Check a receipt' }).waitFor()
  const choose = (id: string, content: string | Buffer) =>
    page.getByTestId(id).setInputFiles({
      name: id,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(content),
    })
  const verdictOf = async (receipt: string, content: string | Buffer) => {
    await choose('receipt-input', receipt)
    await choose('file-input', content)
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page.getByTestId('outcome').or(page.locator('.fault:not(:empty)')).waitFor()
    return page.getByTestId('outcome').getAttribute('data-verdict', { timeout: 1000 })
  }
  const receipt = await signed(FACTS)
  expect(await verdictOf(JSON.stringify(receipt), CONTENT)).toBe('good')
  // A browser tells nothing of a choice that is the one that the field has.
  expect(await page.getByTestId('file-input').inputValue()).toBe('')
  await inspect(page, 'receipt-checked')
  await page.getByText('Matches: the file has this hash.').waitFor()
  await page.getByTestId('outcome').getByText('File: file-input').waitFor()
  // No verdict stands beside a file or a receipt that it is not of.
  await choose('file-input', '123456780')
  await page.getByTestId('outcome').waitFor({ state: 'detached' })
  expect(await verdictOf(JSON.stringify(receipt), CONTENT)).toBe('good')
  await choose('receipt-input', '{}')
  await page.getByTestId('outcome').waitFor({ state: 'detached' })
  expect(await verdictOf(JSON.stringify(receipt), '123456780')).toBe('another-file')
  // What was entered is compared with the file that was read, not with the receipt.
  await page.getByTestId('acquisition-alarm').waitFor()
  expect(await page.getByText('Matches: the file has this hash.').count()).toBe(0)
  const compared = page.locator('.checks .differs code')
  expect(await compared.allTextContents()).toContain(SHA256)
  await inspect(page, 'receipt-differs')
  await expectBlackOnWhite(page, 'check-print')
  await page.emulateMedia({ media: 'screen' })
  expect(await verdictOf(JSON.stringify({ ...receipt, name: 'x' }), CONTENT)).toBe('not-believed')
  const disproved = { at: '2026-11-22T11:00:00.000Z', crc64nvme: 'AAAAAAAAAAA=' }
  const found = JSON.stringify(await signed({ ...FACTS, disproved }))
  expect(await verdictOf(found, CONTENT)).toBe('disproved')
  await page.getByTestId('disproved').getByText('Ask whoever sent the file').waitFor()
  await inspect(page, 'receipt-checked-disproved')

  // What is dropped here is checked, and not sent.
  const drag = (type: string, ...names: string[]) =>
    page.evaluate(
      ({ type, names }) => {
        const dataTransfer = new DataTransfer()
        for (const name of names) dataTransfer.items.add(new File(['{}'], name))
        const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true })
        document.querySelector('main')?.dispatchEvent(event)
      },
      { type, names },
    )
  await drag('dragover', 'evidence.E01')
  await page.getByText('Drop the receipt or its file to check them').waitFor()
  await drag('drop', 'evidence.E01', 'evidence.json')
  const chosen = page.getByTestId('receipts').locator('.choice')
  await chosen.filter({ hasText: 'Receipt: evidence.json' }).waitFor()
  await chosen.filter({ hasText: 'File: evidence.E01' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/receipts')

  // A new version takes away nothing of it.
  await offerNewVersion(page, site)
  await page.getByRole('button', { name: 'Update now' }).click()
  await page.getByText('A new version is ready').waitFor({ state: 'detached' })
  await page.waitForTimeout(500)
  await chosen.filter({ hasText: 'File: evidence.E01' }).waitFor()
  const loaded = page.waitForEvent('load')
  await page.getByRole('link', { name: 'Help', exact: true }).click()
  await loaded
  site.worker = 'first'
  expect(complaints).toEqual([])
  await page.context().close()
})
