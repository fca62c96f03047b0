import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { PAGE_LINKS_FILE, pageLinksSchema } from '../../shared/page-links.ts'
import { LANGUAGES, type Language } from '../../web/text/languages.ts'

const BUILT = resolve(import.meta.dirname, '../..', process.env['LONGHAUL_DIST'] ?? 'dist', 'web')

/** Bytes as a server with gzip sends them: docs/decisions/bundle-budgets.md. */
const PAGE_BUDGET = 46_200
const VIEW_BUDGET = 20_000
const WORKER_BUDGET = 46_200

async function sizeOf(...paths: string[]): Promise<number> {
  const contents = await Promise.all(paths.map((path) => readFile(join(BUILT, path))))
  return contents.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0)
}

/** The scripts that a script can't run without, itself included; those it loads later are left out. */
async function withImports(path: string, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(path)) return found
  found.add(path)
  const code = await readFile(join(BUILT, path), 'utf8')
  for (const [, name] of code.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g)) {
    await withImports(join('assets', name ?? ''), found)
  }
  return found
}

/** What a browser loads before the first view, but for the texts of its language. */
async function firstLoad(): Promise<Set<string>> {
  const html = await readFile(join(BUILT, 'index.html'), 'utf8')
  const linked = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(
    ([, path]) => path ?? '',
  )
  const all = new Set(['index.html'])
  for (const path of linked) {
    for (const one of path.endsWith('.js') ? await withImports(path) : [path]) all.add(one)
  }
  return all
}

/** The first texts of a language, by the module's name: no language is in the rest. */
async function textsOf(language: Language): Promise<string[]> {
  const names = await readdir(join(BUILT, 'assets'))
  const ofIt = names.filter((name) => new RegExp(`^${language}-(?!later-).*\\.js$`).test(name))
  expect(ofIt, `the texts of ${language} are in one file`).toHaveLength(1)
  return ofIt.map((name) => join('assets', name))
}

test.each(LANGUAGES)('the page keeps to its budget in %s', async (language) => {
  const loaded = await firstLoad()
  expect([...loaded].some((path) => path.endsWith('.js'))).toBe(true)
  expect([...loaded].some((path) => path.endsWith('.css'))).toBe(true)
  const texts = await textsOf(language)
  expect(texts.filter((path) => loaded.has(path))).toEqual([])
  for (const path of texts) await withImports(path, loaded)
  expect(await sizeOf(...loaded)).toBeLessThanOrEqual(PAGE_BUDGET)
})

test('all that the page can’t start without is asked for at once', async () => {
  const html = await readFile(join(BUILT, 'index.html'), 'utf8')
  const scripts = [...(await firstLoad())].filter((path) => path.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(1)
  for (const path of scripts) expect(html).toContain(`"/${path}"`)
})

test('the server can tell of all texts and of each view that has an address', async () => {
  const text = await readFile(join(BUILT, PAGE_LINKS_FILE), 'utf8')
  const { languages, views } = v.parse(v.pipe(v.string(), v.parseJson(), pageLinksSchema), text)
  const loaded = await firstLoad()
  const linked = (links: string) =>
    links
      .split(', ')
      .map(
        (link) => /^<\/([^>]+)>; rel=(?:modulepreload|preload; as=style)$/.exec(link)?.[1] ?? link,
      )
  expect(Object.keys(languages)).toEqual([...LANGUAGES])
  for (const language of LANGUAGES) {
    const files = linked(languages[language] ?? '')
    expect(files).toEqual(expect.arrayContaining(await textsOf(language)))
    expect(files.some((file) => file.startsWith(`assets/${language}-later-`))).toBe(true)
  }
  expect(Object.keys(views).length).toBeGreaterThan(0)
  for (const links of [...Object.values(languages), ...Object.values(views)]) {
    for (const file of linked(links)) {
      expect(await sizeOf(file)).toBeGreaterThan(0)
      expect(loaded).not.toContain(file)
    }
  }
  expect(await readFile(join(BUILT, 'sw.js'), 'utf8')).not.toContain(PAGE_LINKS_FILE)
})

test('views that are loaded later keep to their budget', async () => {
  const loaded = await firstLoad()
  const later = (await readdir(join(BUILT, 'assets')))
    .map((name) => join('assets', name))
    .filter((path) => /\.(js|css)$/.test(path) && !loaded.has(path))
  expect(later.length).toBeGreaterThan(0)
  for (const path of later) expect(await sizeOf(path)).toBeLessThanOrEqual(VIEW_BUDGET)
})

test('the worker keeps to its budget', async () => {
  expect(await sizeOf('sw.js')).toBeLessThanOrEqual(WORKER_BUDGET)
})
