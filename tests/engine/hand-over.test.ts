import { it } from 'vitest'
import { goesOnInTheBackground } from './hand-over-properties.ts'

it('ends with the right objects, wherever they go on and whatever fails', async () => {
  await goesOnInTheBackground(4000)
}, 300_000)

it('asks what the browser got done unheard before it sends a part again', async () => {
  await goesOnInTheBackground(2000, [], 1)
}, 300_000)
