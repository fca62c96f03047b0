import { validate, version } from 'uuid'
import { expect, it } from 'vitest'
import { newId } from './new-id.ts'

it('makes ids of version 7, each another one, which tell when they were made', () => {
  const now = 1_800_000_000_123
  const ids = Array.from({ length: 1000 }, () => newId(now))
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) {
    expect(validate(id)).toBe(true)
    expect(version(id)).toBe(7)
    expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(now)
  }
})
