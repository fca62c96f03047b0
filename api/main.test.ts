import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUploadAnswerSchema } from '../shared/wire.ts'
import { freePort } from '../tests/servers/free-port.ts'

const ROOT = resolve(import.meta.dirname, '..')
const END_WITH_PARENT = new URL('../tests/servers/end-with-parent.js', import.meta.url).href
const READY = /^Longhaul is ready: (http:\/\/localhost:\d+)\n$/
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhaul-main-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** The server as a process of its own, on free ports. */
function start(settings: Record<string, string>) {
  const child = spawn(
    process.execPath,
    ['--import', END_WITH_PARENT, '--import', 'tsx', 'api/main.ts'],
    {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], PORT: '0', STORE_PORT: '0', ...settings },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  const output = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (output.out += String(chunk)))
  child.stderr.on('data', (chunk) => (output.err += String(chunk)))
  const exit = once(child, 'close').then(([code]: unknown[]) => code)
  const ready = async () => {
    while (!READY.test(output.out)) {
      if (child.exitCode !== null) throw new Error(`it ended: ${output.err}`)
      await new Promise((wake) => setTimeout(wake, 20))
    }
    return READY.exec(output.out)?.[1] ?? ''
  }
  return { child, output, exit, ready }
}

const LETTER = '123456789'

async function begin(origin: string) {
  const id = randomUUID()
  const file = { id, name: 'a', path: '', size: LETTER.length, type: '', lastModified: 0 }
  const answer = await fetch(`${origin}/api/uploads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(file),
  })
  return { id, token: v.parse(createUploadAnswerSchema, await answer.json()).token }
}

async function inFlight(port: number): Promise<number> {
  const figures = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return Number(/^longhaul_requests_in_flight (\d+)$/m.exec(figures)?.[1])
}

describe('npm start', () => {
  it('needs no setting, says one line, and ends when it is told', async () => {
    const { child, output, exit, ready } = start({ DATA_DIR: join(folder, 'a') })
    const origin = await ready()
    const response = await fetch(`${origin}/ready`)
    expect(await response.json()).toEqual({ status: 'ok', checksum: 'crc64nvme' })
    expect(await readdir(join(folder, 'a', 'secrets'))).toHaveLength(2)
    const from = performance.now()
    child.kill('SIGINT')
    child.kill('SIGINT')
    expect(await exit).toBe(0)
    expect(performance.now() - from).toBeLessThan(5000)
    expect(output.out).toMatch(READY)
    expect(output.err).toBe('')
  }, 30_000)

  it.each([
    [
      { HOST: '0.0.0.0' },
      "Longhaul can't start. AUTH must be links or jwt when HOST or PUBLIC_ORIGIN lets others than " +
        'this machine in, or AUTH_OPEN_TO_EVERYONE must be yes if whoever reaches the server may ' +
        'upload.\n',
    ],
    [{ PORT: 'eighty' }, "Longhaul can't start. PORT must be a whole number from 0 to 65535.\n"],
    [
      { S3_BUCKET: 'files', TOKEN_SECRET: '' },
      "Longhaul can't start. TOKEN_SECRET must be given with S3_BUCKET, the same to every server.\n",
    ],
  ])(
    'stops at a wrong setting: %j',
    async (settings, line) => {
      const { output, exit } = start({ DATA_DIR: join(folder, 'b'), ...settings })
      expect(await exit).toBe(1)
      expect(output).toEqual({ out: '', err: line })
    },
    30_000,
  )

  it('has figures on a port of their own, and a line for each action', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await new Promise((resolve) => other.close(resolve))
    const settings = { METRICS_PORT: String(port), METRICS_TOKEN: 'x'.repeat(16), AUDIT_LOG: 'on' }
    const { child, output, exit, ready } = start({ DATA_DIR: join(folder, 'c'), ...settings })
    const origin = await ready()
    const headers = { 'content-type': 'application/json' }
    await fetch(`${origin}/api/uploads`, { method: 'POST', body: '{}', headers })
    const at = `http://127.0.0.1:${port}/metrics`
    expect((await fetch(at)).status).toBe(401)
    const authorization = `Bearer ${settings.METRICS_TOKEN}`
    const figures = await (await fetch(at, { headers: { authorization } })).text()
    expect(figures).toContain(
      'longhaul_requests_total{action="create",status="400",code="bad_request"} 1\n',
    )
    expect(figures).toMatch(/^process_resident_memory_bytes \d+$/m)
    child.kill('SIGTERM')
    expect(await exit).toBe(0)
    const lines = output.err.trimEnd().split('\n')
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ type: 'audit', address: '127.0.0.1' })
  }, 30_000)

  it.each(['PORT', 'STORE_PORT', 'METRICS_PORT'])(
    'names a %s that is in use',
    async (name) => {
      const other = createServer().listen(0, '127.0.0.1')
      await once(other, 'listening')
      const { port } = other.address() as AddressInfo
      const { output, exit } = start({ DATA_DIR: join(folder, name), [name]: String(port) })
      expect(await exit).toBe(1)
      expect(output).toEqual({
        out: '',
        err: `Longhaul can't start. Port ${port} is in use: end what uses it, or set ${name} to another.\n`,
      })
      other.close()
    },
    30_000,
  )

  it('ends by itself while a part is on its way, which may be sent again afterwards', async () => {
    const metricsPort = await freePort()
    const settings = { DATA_DIR: join(folder, 'stopped'), METRICS_PORT: String(metricsPort) }
    const first = start(settings)
    const { id, token } = await begin(await first.ready())
    const path = `/api/uploads/${id}/parts/1`
    const headers = { 'longhaul-token': token, 'content-length': String(LETTER.length) }
    const part = request((await first.ready()) + path, { method: 'PUT', headers })
    const broken = once(part, 'error')
    part.write(LETTER.slice(0, 4))
    await expect.poll(() => inFlight(metricsPort)).toBe(1)
    const from = performance.now()
    first.child.kill('SIGTERM')
    expect(await first.exit).toBe(0)
    // The unit and Docker kill after ten seconds.
    expect(performance.now() - from).toBeLessThan(8000)
    await broken

    const second = start(settings)
    const again = await fetch((await second.ready()) + path, {
      method: 'PUT',
      headers: { 'longhaul-token': token },
      body: LETTER,
    })
    expect(again.status).toBe(200)
    second.child.kill('SIGTERM')
    expect(await second.exit).toBe(0)
  }, 30_000)

  it('says in a line that the folder is in use', async () => {
    const first = start({ DATA_DIR: join(folder, 'shared') })
    await first.ready()
    const { output, exit } = start({ DATA_DIR: join(folder, 'shared') })
    expect(await exit).toBe(1)
    expect(output.err).toMatch(/^Longhaul can't start\. [^\n]+\n$/)
    first.child.kill('SIGTERM')
    expect(await first.exit).toBe(0)
  }, 30_000)
})
