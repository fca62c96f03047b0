/**
 * `npm run audit`: whether the registry knows of faults in what ships. Ends with 1 where it does; a
 * registry that can't be asked is said to be that, and is no fault.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { judgeAudit } from './advisories.ts'

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: join(import.meta.dirname, '..'),
  encoding: 'utf8',
})
const verdict = judgeAudit(stdout)
switch (verdict.kind) {
  case 'clean':
    process.stdout.write('The registry knows of no fault in what ships.\n')
    break
  case 'unasked':
    process.stdout.write(`What ships was not audited: ${verdict.why}\n`)
    break
  case 'found':
    process.stderr.write(`Faults are known of what ships:\n${verdict.packages.join('\n')}\n`)
    process.exitCode = 1
}
