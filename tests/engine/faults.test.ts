import { it } from 'vitest'
import { endsWellWhateverFails } from './properties.ts'
import { tapes, TIME } from './tape.ts'

it(
  'ends with the right objects, whatever fails and whenever it is killed',
  async () => {
    await endsWellWhateverFails(tapes(3000))
  },
  TIME,
)
