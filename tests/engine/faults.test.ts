import { it } from 'vitest'
import { endsWellWhateverFails } from './properties.ts'

it('ends with the right objects, whatever fails and whenever it is killed', async () => {
  await endsWellWhateverFails(6000)
}, 600_000)
