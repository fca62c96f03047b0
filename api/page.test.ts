import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, openStore, type Api } from './testing/harness.ts'

const WORKER =
  'keep([{url:`/index.html`,revision:`0123456789abcdef`}, {url:`/a.js`,revision:null}])'
let folder: string
let api: Api

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhaul-page-'))
  const web = join(folder, 'web')
  await mkdir(join(web, 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(join(web, 'index.html'), '<h1>page</h1>')
  const languages = { en: '</en.js>; rel=modulepreload', de: '</de.js>; rel=modulepreload' }
  const links = { languages, views: { '/help': '</help.js>; rel=modulepreload' } }
  await writeFile(join(web, 'page-links.json'), JSON.stringify(links))
  await mkdir(join(web, 'admin', 'assets'), { recursive: true })
  await writeFile(join(web, 'admin', 'index.html'), '<h1>admin</h1>')
  await writeFile(join(web, 'admin', 'assets', 'main-1a2b3c.js'), 'admin script')
  await writeFile(join(web, 'sw.js'), WORKER)
  await writeFile(join(web, 'assets', 'view-1a2b3c.js'), 'view')
  await writeFile(join(web, 'assets', 'view-1a2b3c.js.gz'), gzipSync('view'))
  await writeFile(join(web, 'assets', 'main-1a2b3c.js'), 'script')
  api = await openApi({ webFolder: web })
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

const page = { accept: 'text/html,*/*' }

describe('the page', () => {
  it.each([
    ['/', '<h1>page</h1>', 'no-cache'],
    ['/uploads/of/today', '<h1>page</h1>', 'no-cache'],
    ['/admin', '<h1>admin</h1>', 'no-cache'],
    ['/admin/', '<h1>admin</h1>', 'no-cache'],
    ['/admin/assets/main-1a2b3c.js', 'admin script', 'public, max-age=31536000, immutable'],
    ['/administration', '<h1>page</h1>', 'no-cache'],
    ['/assets/main-1a2b3c.js', 'script', 'public, max-age=31536000, immutable'],
  ])('%s', async (path, body, cache) => {
    const answer = await api.call('GET', path, { headers: page })
    expect(answer).toMatchObject({ status: 200, body })
    expect(answer.headers.get('cache-control')).toBe(cache)
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })

  it.each([
    ['/', undefined, '</en.js>; rel=modulepreload'],
    ['/', 'fr-CH, de-CH;q=0.9, en;q=0.8', '</de.js>; rel=modulepreload'],
    ['/uploads/1', 'EN-GB', '</en.js>; rel=modulepreload'],
    ['/help', 'de', '</de.js>; rel=modulepreload, </help.js>; rel=modulepreload'],
    ['/help/', '*', '</en.js>; rel=modulepreload, </help.js>; rel=modulepreload'],
    ['/constructor', 'constructor', '</en.js>; rel=modulepreload'],
    ['/admin', 'de', null],
    ['/sw.js', 'de', null],
  ])('tells with %s in %j what it will ask for', async (path, accepted, links) => {
    const headers = { ...page, ...(accepted && { 'accept-language': accepted }) }
    const answer = await api.call('GET', path, { headers })
    expect(answer.headers.get('link')).toBe(links)
    const varies = answer.headers.get('vary')?.includes('Accept-Language') ?? false
    expect(varies).toBe(links !== null)
  })

  it('tells a worker that keeps the page nothing of it', async () => {
    const answer = await api.call('GET', '/index.html', { headers: { accept: '*/*' } })
    expect(answer).toMatchObject({ status: 200, body: '<h1>page</h1>' })
    expect(answer.headers.get('link')).toBe(null)
  })

  it('takes no files that are shared with it, and has the page say so', async () => {
    const answer = await api.call('POST', '/share', { headers: page })
    expect(answer.status).toBe(413)
    expect(answer.body).toContain('<meta http-equiv="refresh" content="0;url=/?shared">')
  })

  it('sends whoever was signed in on the way to the app', async () => {
    const answer = await api.call('GET', '/sign-in', { headers: page })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/')
  })

  it('comes compressed where the build has done so and the browser takes it', async () => {
    const encodingOf = async (path: string, accepted: string) => {
      const headers = { 'accept-encoding': accepted }
      const answer = await api.call('GET', path, { headers })
      expect(answer).toMatchObject({ status: 200 })
      return answer.headers.get('content-encoding')
    }
    for (const path of ['/sw.js', '/assets/view-1a2b3c.js']) {
      expect(await encodingOf(path, 'gzip, deflate, br')).toBe('gzip')
      expect(await encodingOf(path, 'identity')).toBe(null)
    }
    expect(await encodingOf('/assets/main-1a2b3c.js', 'gzip')).toBe(null)
  })

  it('has another worker, which keeps the page anew, just where the policy is another one', async () => {
    const scripts: string[] = []
    for (const store of ['https://one.example', 'https://other.example', 'https://one.example']) {
      const bucket = await openStore()
      const address = { ...bucket.address, publicEndpoint: store }
      const other = await openApi({
        webFolder: join(folder, 'web'),
        bucket: { ...bucket, address },
      })
      const answer = await other.call('GET', '/sw.js')
      expect(answer.headers.get('content-security-policy')).toContain(store)
      expect(answer.headers.get('content-type')).toContain('javascript')
      expect(answer.headers.get('cache-control')).toBe('no-cache')
      scripts.push(String(answer.body))
      await other.close()
    }
    const [first = '', second = '', third] = scripts
    expect(third).toBe(first)
    const revisionIn = (script: string) => /revision:`([0-9a-f]{16})`/.exec(script)?.[1] ?? ''
    expect(revisionIn(first)).not.toBe('0123456789abcdef')
    expect(revisionIn(second)).not.toBe(revisionIn(first))
    expect(first.replace(revisionIn(first), '0123456789abcdef')).toBe(WORKER)
    expect(second.replace(revisionIn(second), '0123456789abcdef')).toBe(WORKER)
  })

  it.each(['/missing.js', '/assets/gone.js', '/assets', '/admin/assets/gone.js'])(
    'has no %s',
    async (path) => {
      expect(await api.call('GET', path)).toMatchObject({ status: 404 })
    },
  )

  it.each(['/api/nothing', '/api'])('is not what %s answers', async (path) => {
    expect(await api.call('GET', path, { headers: page })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    })
  })

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%5c..%5c..%5csecret.txt',
    '/assets/%252e%252e/secret.txt',
    '/%00',
    '//etc/passwd',
  ])('gives no file outside its folder for %s', async (path) => {
    const { body, status } = await api.call('GET', path)
    expect(status).toBe(404)
    expect(JSON.stringify(body)).not.toContain('secret')
  })
})
