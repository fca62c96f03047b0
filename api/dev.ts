/** `npm run dev`: the API and Vite's server for the page, both anew on every change. */
import { spawn } from 'node:child_process'

const PAGE_ORIGIN = 'http://localhost:5173'

const environment = { ...process.env, PUBLIC_ORIGIN: process.env['PUBLIC_ORIGIN'] || PAGE_ORIGIN }
const children = [
  spawn('tsx', ['watch', '--clear-screen=false', 'api/main.ts'], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  }),
  spawn('vite', ['--clearScreen', 'false'], { env: environment, stdio: 'inherit' }),
]

let ending = false
function endAll(): void {
  if (ending) return
  ending = true
  for (const child of children) child.kill('SIGTERM')
}

for (const child of children) {
  child.on('exit', (code) => {
    if (!ending) process.exitCode = code ?? 1
    endAll()
  })
  child.on('error', (error) => {
    process.stderr.write(`${error.message}: start this by \`npm run dev\`, after \`npm ci\`\n`)
    process.exitCode = 1
    endAll()
  })
}
process.on('SIGINT', endAll)
process.on('SIGTERM', endAll)
