#!/usr/bin/env node
/** What `npx longhaul` runs: a file that is there before anything was built. */
import { existsSync } from 'node:fs'

const built = new URL('../../dist/api/longhaul.js', import.meta.url)
if (existsSync(built)) await import(built.href)
else {
  process.stderr.write('longhaul: it is not built yet: run `npm run build` first\n')
  process.exitCode = 1
}
