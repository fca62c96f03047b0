import { expect, it } from 'vitest'
import { readLinkFragment } from './link.ts'

it('reads an upload link', () => {
  expect(readLinkFragment('#link=a.b-_.c')).toBe('a.b-_.c')
})

it.each(['#link=', '#link=a.b', '#link=a.b.c and more', '#link=a.b.c.d'])(
  'knows that %s is not whole',
  (fragment) => {
    expect(readLinkFragment(fragment)).toBeNull()
  },
)

it.each(['', '#', '#watch=a.b.c', '#links=a.b.c'])('is not "%s"', (fragment) => {
  expect(readLinkFragment(fragment)).toBeUndefined()
})
