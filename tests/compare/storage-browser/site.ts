/** The page with Storage Browser, and the server that gives it credentials. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BUCKET, CREDENTIALS, REGION } from '../../../api/store/test-store.ts'
import type { Endings } from '../../../bench/support/ending.ts'
import { bundle, serve } from '../../../bench/support/site.ts'

const PAGE = `<!doctype html><title>Storage Browser</title><link rel="stylesheet" href="/page.css">
<body><main></main><script src="/page.js"></script>`
const STYLES = join(
  import.meta.dirname,
  'node_modules/@aws-amplify/ui-react-storage/dist/styles.css',
)
/** ms that credentials last. */
const LIFETIME = 3_600_000

interface Bundled {
  readonly script: string
  readonly styles: string
}

export async function bundleStorageBrowser(): Promise<Bundled> {
  return {
    // It warns of what is written in others' packages.
    script: await bundle(join('..', 'tests', 'compare', 'storage-browser', 'page.js'), 'error'),
    styles: await readFile(STYLES, 'utf8'),
  }
}

/**
 * @param endpoint the store's host and port as the browser reaches it by https, with the bucket as
 *   another name before it. Gives the page's address
 */
export function startStorageBrowserSite(
  { script, styles }: Bundled,
  endpoint: string,
  endings: Pick<Endings, 'add'>,
): Promise<string> {
  return serve(({ url }, response) => {
    const say = (type: string, body: string) =>
      response.setHeader('Content-Type', `${type}; charset=utf-8`).end(body)
    if (url === '/page.js') return void say('text/javascript', script)
    if (url === '/page.css') return void say('text/css', styles)
    if (url === '/') return void say('text/html', PAGE)
    if (url === '/bucket') {
      const bucket = { bucket: BUCKET, region: REGION, endpoint }
      return void say('application/json', JSON.stringify(bucket))
    }
    if (url === '/credentials') {
      return void say('application/json', JSON.stringify(temporaryCredentials()))
    }
    response.writeHead(404).end()
  }, endings)
}

/** The store's own, in the form of temporary ones, as the page takes no others. */
function temporaryCredentials(): object {
  const expiration = new Date(Date.now() + LIFETIME).toISOString()
  return { ...CREDENTIALS, sessionToken: 'none', expiration }
}
