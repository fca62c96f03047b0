import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, defineConfig, type Plugin } from 'vite'
import { PAGE_LINKS_FILE } from './shared/page-links.ts'
import { manifestIn } from './web/manifest/manifest.ts'
import { linksOfPages } from './web/manifest/page-links.ts'
import { manifestPath } from './web/system/manifest-path.ts'
import { LANGUAGES } from './web/text/languages.ts'

const api = `http://127.0.0.1:${process.env['PORT'] ?? '8080'}`
const root = resolve(import.meta.dirname, 'web')
const outDir = resolve(import.meta.dirname, process.env['LONGHAUL_DIST'] ?? 'dist', 'web')
const target = 'es2022'
const jsx = { runtime: 'automatic', importSource: 'preact' } as const
/** That know `light-dark()`, so that one rule holds both of a pair of colours. */
const cssTarget = ['chrome123', 'firefox120', 'safari17.5']

interface Precached {
  readonly url: string
  /** null where the url changes with the content. */
  readonly revision: string | null
}

/** What is shared by views alone that are loaded later, and what is of one language. */
const LATER =
  /\/(?:text\/(?:[a-z]{2}[/.-].*|asked-kind|entered-number|folded)|(?:history|health)\/.*|state\/(?:clipboard|form-now|hashes|remembered-answers)|proof\/[\w-]+|files\/(?:add|known|of-parts|save)|watch\/look|uploads\/tab-icon|node_modules\/idb\/.*|node_modules\/uuid\/.*|views\/(?:receipt-facts|details-facts|disproved|with-code)|shared\/(?:acquisition|hash-config)|style\/(?:details|fields|settings))\.(?:[jt]sx?|css)$/

/** Of those, what tells of uploads that were sent: two files would cost each worker more than one. */
const OF_SENT = /\/(?:watch\/look|views\/(?:disproved|receipt-facts))\.tsx?$/

/** And what else is small, for the same reason. */
const SMALL =
  /\/(?:state\/clipboard|text\/(?:asked-kind|entered-number|folded)|uploads\/tab-icon)\.ts$/

/** Whether the first view may need it. */
function isOfFirst(id: string): boolean {
  return !LATER.test(id)
}

/** 36 bits tell a file from those of the same name before it, and each worker lists all of them. */
const FILE_NAME = 'assets/[name]-[hash:6][extname]'

/** The page, then that of admins, and then the service worker, which lists the page's files. */
export default defineConfig({
  root,
  build: {
    outDir,
    emptyOutDir: true,
    target,
    cssTarget,
    assetsInlineLimit: 0,
    // What the first module imports is asked for together with it; of later ones only their styles.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, files, { hostType }) =>
        hostType === 'html' ? files : files.filter((file) => file.endsWith('.css')),
    },
    // What views share with the first is always there: in one piece it is smaller.
    rolldownOptions: {
      output: {
        entryFileNames: FILE_NAME.replace('[extname]', '.js'),
        chunkFileNames: FILE_NAME.replace('[extname]', '.js'),
        assetFileNames: FILE_NAME,
        codeSplitting: {
          groups: [
            { name: 'page', minShareCount: 2, test: isOfFirst },
            { name: 'sent', minShareCount: 2, test: OF_SENT },
            { name: 'uuid', test: /\/node_modules\/uuid\// },
            { name: 'small', minShareCount: 2, test: SMALL },
          ],
        },
      },
    },
  },
  oxc: { jsx },
  optimizeDeps: { entries: ['index.html', 'admin/index.html', 'sw/main.ts'] },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/api': api, '/health': api, '/ready': api },
  },
  plugins: [
    manifests(),
    linksOfPages(),
    serveAdmin(),
    serveWorker(),
    buildAdmin(),
    buildWorker(),
    compress(),
  ],
})

/** The manifest in every language. */
function manifests(): Plugin {
  const files = new Map(
    LANGUAGES.map((one) => [manifestPath(one), JSON.stringify(manifestIn(one))]),
  )
  return {
    name: 'longhaul:manifests',
    generateBundle() {
      for (const [path, source] of files) {
        this.emitFile({ type: 'asset', fileName: path.slice(1), source })
      }
    },
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const manifest = files.get(request.url ?? '')
        if (manifest === undefined) return next()
        response.setHeader('Content-Type', 'application/manifest+json')
        response.end(manifest)
      })
    },
  }
}

/**
 * In development `/sw.js` is a module worker, which imports the sources. It keeps the page alone,
 * as this run of the server first gave it.
 */
function serveWorker(): Plugin {
  const list: Precached[] = [{ url: '/index.html', revision: new Date().toISOString() }]
  const modules: Record<string, string> = {
    '/sw.js': "import '/sw-list.js'\nimport '/sw/main.ts'\n",
    '/sw-list.js': `self.__WB_MANIFEST = ${JSON.stringify(list)}\n`,
  }
  return {
    name: 'longhaul:serve-worker',
    apply: 'serve',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const code = modules[request.url ?? '']
        if (code === undefined) return next()
        response.setHeader('Content-Type', 'text/javascript')
        response.setHeader('Cache-Control', 'no-cache')
        response.end(code)
      })
    },
  }
}

/** In development the admins' page has the same address as in the built app. */
function serveAdmin(): Plugin {
  return {
    name: 'longhaul:serve-admin',
    apply: 'serve',
    configureServer({ middlewares }) {
      middlewares.use((request, _response, next) => {
        if (request.url === '/admin') request.url = '/admin/'
        next()
      })
    },
  }
}

/** By itself, so that it shares no file with the page, which nobody then loads a byte more for. */
function buildAdmin(): Plugin {
  return {
    name: 'longhaul:build-admin',
    apply: 'build',
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        await build({
          configFile: false,
          root,
          publicDir: false,
          logLevel: 'warn',
          oxc: { jsx },
          build: {
            outDir,
            assetsDir: 'admin/assets',
            emptyOutDir: false,
            target,
            cssTarget,
            assetsInlineLimit: 0,
            modulePreload: false,
            rolldownOptions: { input: join(root, 'admin/index.html') },
          },
        })
      },
    },
  }
}

function buildWorker(): Plugin {
  return {
    name: 'longhaul:build-worker',
    apply: 'build',
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const list = JSON.stringify(await listPrecached())
        const result = await build({
          configFile: false,
          root,
          publicDir: false,
          logLevel: 'warn',
          define: { 'self.__WB_MANIFEST': list },
          build: {
            outDir,
            emptyOutDir: false,
            minify: 'terser',
            // To read a property does nothing else, in all that is in the worker.
            terserOptions: {
              ecma: 2020,
              compress: { passes: 4, inline: 1, pure_getters: true, hoist_funs: true },
            },
            target,
            rolldownOptions: {
              // Both make it smaller than either.
              input: join(root, 'sw/main.ts'),
              treeshake: {
                // hash-wasm has one for each algorithm, of those too that are left out.
                manualPureFunctions: ['Mutex'],
                // Workbox's modules that but mark their version.
                moduleSideEffects: (id) => !/\/workbox-[^/]+\/_version\.js$/.test(id),
              },
              output: { entryFileNames: 'sw.js', format: 'iife', minify: true },
            },
          },
        })
        requireList(result)
      },
    },
  }
}

/** What is text, and so much smaller when it is compressed. */
const TEXT = /\.(?:js|css|html|svg|webmanifest)$/

/** Beside each text of the build, for browsers without a proxy that compresses. */
function compress(): Plugin {
  return {
    name: 'longhaul:compress',
    apply: 'build',
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const entries = await readdir(outDir, { recursive: true, withFileTypes: true })
        for (const { parentPath, name } of entries.filter((entry) => TEXT.test(entry.name))) {
          const path = join(parentPath, name)
          await writeFile(`${path}.gz`, gzipSync(await readFile(path), { level: 9 }))
        }
      },
    },
  }
}

/** What only the browser reads, to install the app, which needs a network anyway. */
const FOR_INSTALLING = /^(?:manifest.*\.webmanifest|icon-(?:maskable-)?512\.png|screenshots\/.*)$/

function isKept(url: string): boolean {
  return !url.startsWith('admin/') && !FOR_INSTALLING.test(url) && url !== PAGE_LINKS_FILE
}

/** Every file of the page, and none of the admins'; Vite names those in assets/ by their content. */
async function listPrecached(): Promise<Precached[]> {
  const entries = await readdir(outDir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const all = files.map(({ parentPath, name }) => join(parentPath, name).slice(outDir.length + 1))
  const urls = all.filter(isKept)
  return Promise.all(
    urls.sort().map(async (url) => {
      if (url.startsWith('assets/')) return { url: `/${url}`, revision: null }
      const content = await readFile(join(outDir, url))
      return {
        url: `/${url}`,
        revision: createHash('sha256').update(content).digest('hex').slice(0, 16),
      }
    }),
  )
}

function requireList(result: Awaited<ReturnType<typeof build>>): void {
  if (!('output' in result)) throw new Error('the service worker was not built in one piece')
  const code = result.output.map((file) => ('code' in file ? file.code : '')).join('')
  if (result.output.length !== 1 || !/["'`]\/index\.html["'`]/.test(code)) {
    throw new Error("the worker's sources must name the list as just self.__WB_MANIFEST, once")
  }
}
