import { it } from 'vitest'
import { goesOnInTheBackground } from './hand-over-properties.ts'

it('ends with the right objects, wherever they go on and whatever fails', async () => {
  await goesOnInTheBackground(3000)
}, 300_000)
