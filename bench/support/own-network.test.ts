import { createServer } from 'node:net'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Endings } from './ending.ts'
import { runInOwnNetwork } from './own-network.ts'

it('has sockets of little room, and nothing else of the machine’s network', async ({ skip }) => {
  const ends: (() => Promise<void>)[] = []
  const endings: Endings = { add: (end) => void ends.push(end), endAll: async () => undefined }
  onTestFinished(async () => {
    for (const end of ends) await end()
  })
  const isPossible = (await runInOwnNetwork(['true'], endings, 'ignore')) === 0
  if (!isPossible) skip('this machine lets nobody make a network')

  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const folder = await mkdtemp(join(tmpdir(), 'longhaul-network-'))
  onTestFinished(() => rm(folder, { recursive: true }))

  const seen = join(folder, 'seen')
  const script = `cat /proc/sys/net/ipv4/tcp_rmem > ${seen}; ${process.execPath} -e '
    const socket = require("net").connect(${port}, "127.0.0.1")
    socket.once("connect", () => process.exit(3)).once("error", () => process.exit(4))'`
  expect(await runInOwnNetwork(['sh', '-c', script], endings, 'ignore')).toBe(4)
  expect(await readFile(seen, 'utf8')).toMatch(/\s524288\n$/)
})
