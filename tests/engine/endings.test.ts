import { it } from 'vitest'
import { clearsAwayWhatIsCancelled, mixesNoFiles } from './properties.ts'
import { tapes, TIME } from './tape.ts'

it(
  'leaves nothing behind of what is cancelled, whatever fails and whenever it is killed',
  async () => {
    await clearsAwayWhatIsCancelled(tapes(1250))
  },
  TIME,
)

it(
  'makes no object of two files, whatever fails and whenever it is killed',
  async () => {
    await mixesNoFiles(tapes(1250))
  },
  TIME,
)
