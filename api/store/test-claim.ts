/** A process that claims many folders at once, when it is told to, and says which it has until it is ended. */
import { once } from 'node:events'
import { claimFolder } from './folder-claim.ts'

const folders = process.argv.slice(2)

async function tryFolder(folder: string): Promise<string> {
  try {
    await claimFolder(folder)
    return 'has it'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

process.stdout.write('ready\n')
await once(process.stdin, 'data')
process.stdout.write(`${JSON.stringify(await Promise.all(folders.map(tryFolder)))}\n`)
process.stdin.resume()
