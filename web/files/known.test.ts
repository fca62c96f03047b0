import { expect, test } from 'vitest'
import { createKnown } from './known.ts'

const file = (name: string, path = '', size = 7, lastModified = 1) => ({
  name,
  path,
  size,
  lastModified,
})

test('knows a file by its name, size and date, and by its folder where both were chosen with it', () => {
  const [alone, inFolder, other] = [file('a'), file('b', 'f'), file('b', 'g')]
  const known = createKnown([alone, inFolder, other])
  expect(known(file('a'))).toBe(alone)
  expect(known(file('a', 'f/g'))).toBe(alone)
  expect(known(file('b', 'g'))).toBe(other)
  expect(known(file('b'))).toBe(inFolder)
  for (const one of [file('c'), file('b', 'h'), file('a', '', 8), file('a', '', 7, 2)])
    expect(known(one)).toBeUndefined()
})
