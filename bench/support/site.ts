/** A page with a service worker of the benchmark's own, on an origin like the app's. */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { build, type LogLevel } from 'vite'
import type { Endings } from './ending.ts'

const PAGE = `<!doctype html><title>Benchmark</title><input type="file">
<script type="module">
  await navigator.serviceWorker.register('/worker.js')
  await navigator.serviceWorker.ready
  document.body.dataset.ready = ''
</script>`

/** @param worker the name of a file in bench/worker, without .ts. Gives the page's address */
export async function startSite(worker: string, endings: Endings): Promise<string> {
  const script = await bundle(join('worker', `${worker}.ts`))
  return serve(({ url }, response) => {
    const isWorker = url === '/worker.js'
    response.setHeader('Content-Type', isWorker ? 'text/javascript' : 'text/html')
    response.end(isWorker ? script : PAGE)
  }, endings)
}

/** Answers on a free port. Gives the address, under the same name as the app's. */
export async function serve(
  answer: RequestListener,
  endings: Pick<Endings, 'add'>,
): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endings.add(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

/**
 * A script in one piece.
 *
 * @param path of its source in bench/
 * @param logLevel what is told of the packages that it takes in
 */
export async function bundle(path: string, logLevel: LogLevel = 'warn'): Promise<string> {
  const input = join(import.meta.dirname, '..', path)
  const result = await build({
    configFile: false,
    logLevel,
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: { input, output: { format: 'iife' } },
    },
  })
  const [file] = 'output' in result ? result.output : []
  if (file?.type !== 'chunk') throw new Error(`${input} was not built in one piece`)
  return file.code
}

const answerSchema = v.variant('ok', [
  v.object({ ok: v.literal(true), value: v.unknown() }),
  v.object({ ok: v.literal(false), message: v.string() }),
])

/** Opens the page and gives it a file, which goes along with every question. */
export async function openSite(page: Page, address: string, file: string): Promise<void> {
  await page.goto(address)
  await page.locator('body[data-ready]').waitFor()
  await page.locator('input').setInputFiles(file)
}

/**
 * Asks the page's worker.
 *
 * @throws Error with the worker's message
 */
export async function askWorker(
  page: Page,
  question: object,
): Promise<{ begin: number; value: unknown }> {
  const { begin, reply } = await page.evaluate(async (question) => {
    const { active } = await navigator.serviceWorker.ready
    const file = document.querySelector('input')?.files?.[0]
    const { port1, port2 } = new MessageChannel()
    const replied = new Promise<unknown>((resolve) => {
      port1.onmessage = (event) => resolve(event.data)
    })
    const begin = performance.timeOrigin + performance.now()
    active?.postMessage({ ...question, file }, [port2])
    return { begin, reply: await replied }
  }, question)
  const answer = v.parse(answerSchema, reply)
  if (!answer.ok) throw new Error(answer.message)
  return { begin, value: answer.value }
}
