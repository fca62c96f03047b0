import { it } from 'vitest'
import { goesOnInTheBackground } from './hand-over-properties.ts'
import { tapes, TIME } from './tape.ts'

it(
  'ends with the right objects, wherever they go on and whatever fails',
  async () => {
    await goesOnInTheBackground(tapes(2000))
  },
  TIME,
)

it(
  'and sends nothing that the browser is known to have or may be sending',
  async () => {
    await goesOnInTheBackground(tapes(1500), [], 1)
  },
  TIME,
)
