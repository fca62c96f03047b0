import { it } from 'vitest'
import { goesOnInTheBackground } from './hand-over-properties.ts'

it('ends with the right objects, wherever they go on and whatever fails', async () => {
  await goesOnInTheBackground(4000)
}, 600_000)

it('and sends nothing that the browser is known to have or may be sending', async () => {
  await goesOnInTheBackground(3000, [], 1)
}, 600_000)
