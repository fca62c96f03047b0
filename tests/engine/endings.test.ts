import { it } from 'vitest'
import { clearsAwayWhatIsCancelled, mixesNoFiles } from './properties.ts'

it('leaves nothing behind of what is cancelled, whatever fails and whenever it is killed', async () => {
  await clearsAwayWhatIsCancelled(3000)
}, 600_000)

it('makes no object of two files, whatever fails and whenever it is killed', async () => {
  await mixesNoFiles(3000)
}, 600_000)
