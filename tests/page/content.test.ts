import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openPage, show } from './browser.ts'
import { inspect } from './inspect.ts'
import { detailOf, viewOf } from './views.ts'
import { openStage } from './stage.ts'

const PICTURE = join(import.meta.dirname, '../../web/public/icon-512.png')
const FILMS = join(import.meta.dirname, 'films')
const E01 = [0x45, 0x56, 0x46, 0x09, 0x0d, 0x0a, 0xff, 0x00]

const { site, browser } = await openStage()

/** What the view of one upload says of its file's content; nothing may be complained of. */
async function told(name: string, content: readonly number[], picture = ''): Promise<string> {
  const { page, complaints, open } = await openPage(browser, site.origin)
  try {
    await open()
    const upload = viewOf(1, { name, state: 'uploading', sent: 1_610_612_736 })
    await show(page, { uploads: [upload], detail: detailOf(), content })
    await page.getByRole('link', { name }).click()
    const facts = page.getByTestId('content')
    await facts.waitFor()
    const words = await facts.innerText()
    if (picture !== '') await inspect(page, picture)
    expect(complaints).toEqual([])
    return words
  } finally {
    await page.context().close()
  }
}

describe('what a file is by its content', () => {
  test('is said with its size, and that its name says otherwise', async () => {
    const words = await told('scan.pdf', [...(await readFile(PICTURE))], 'content-other')
    expect(words).toMatch(/^By its content: PNG \(image\/png\)/)
    expect(words).toContain('512 × 512 pixels')
    expect(words).toContain('The name ends in .pdf, but the content is something else: PNG')
  })

  test('is said of evidence', async () => {
    const words = await told('exhibit 7.E01', [...E01, ...Array<number>(40_000).fill(0)])
    expect(words.trim()).toBe('By its content: forensic image, E01')
  })

  test('is said with how long it sounds', async () => {
    const words = await told('call.wav', sound(3))
    expect(words).toMatch(/^By its content: WAV \(audio\/wav\)/)
    expect(words).toMatch(/3\ssec long/)
    expect(words).not.toContain('The name ends')
  })
})

/** Of 7 s, of which Chromium plays the first alone. */
describe.each(['h264.mp4', 'hevc.mov'])('a film, %s', (name) => {
  test('is said with how long it is', async () => {
    const words = await told(name, [...(await readFile(join(FILMS, name)))])
    expect(words).toMatch(/^By its content: (?:MP4 \(video\/mp4\)|MOV \(video\/quicktime\))/)
    expect(words).toMatch(/7\ssec long/)
  })
})

/** Silence as WAV: one channel of 8 bits, 8,000 times a second. */
function sound(seconds: number): number[] {
  const rate = 8000
  const length = seconds * rate
  const header = new DataView(new ArrayBuffer(44))
  const text = (at: number, letters: string) =>
    new Uint8Array(header.buffer).set(new TextEncoder().encode(letters), at)
  text(0, 'RIFF')
  header.setUint32(4, 36 + length, true)
  text(8, 'WAVEfmt ')
  header.setUint32(16, 16, true)
  for (const at of [20, 22, 32]) header.setUint16(at, 1, true)
  for (const at of [24, 28]) header.setUint32(at, rate, true)
  header.setUint16(34, 8, true)
  text(36, 'data')
  header.setUint32(40, length, true)
  return [...new Uint8Array(header.buffer), ...Array<number>(length).fill(128)]
}
