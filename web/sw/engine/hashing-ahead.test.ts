import { describe, expect, it } from 'vitest'
import { GIB } from '../../../shared/limits.ts'
import { CAPACITY, withLanes } from './capacity.ts'
import { next } from './next.ts'
import type { Upload } from './step.ts'
import { after, commandsOf, NOW, sending, withParts } from './testing/handed-over.ts'

describe('hashing ahead', () => {
  const hashes = (upload: Upload) => commandsOf(upload).filter(({ type }) => type === 'hash')
  const hashed = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [n + 1, 'hashed' as const]))

  it('goes on beyond what is sent next, one part at a time', () => {
    const upload = withParts(sending(1000), hashed(CAPACITY.window))
    expect(hashes(upload)).toHaveLength(1)
    const hashing = after(upload, ...hashes(upload))
    expect(hashes(hashing)).toEqual([])
  })

  it('takes no processor from what is sent, once all lanes have their next parts', () => {
    const capacity = withLanes(24)
    const ready = (count: number) =>
      next([withParts(sending(1000), hashed(count))], NOW, capacity).flatMap((command) =>
        command.type === 'hash' ? command.isDue : [],
      )
    expect(ready(0)).toEqual([true, true])
    expect(ready(capacity.due - 1)).toEqual([true])
    expect(ready(capacity.due)).toEqual([false])
    expect(capacity.due).toBeLessThan(capacity.window)
  })

  it('ends after some parts, or some bytes where they are large', () => {
    expect(hashes(withParts(sending(1000), hashed(CAPACITY.ahead.parts)))).toEqual([])
    expect(hashes(withParts(sending(1000, GIB), hashed(CAPACITY.window)))).toEqual([])
  })

  it('has only so many signed as are sent next', () => {
    const upload = withParts(sending(1000), hashed(100))
    const [sign] = commandsOf(upload).filter((command) => command.type === 'sign')
    expect(sign?.parts.map(({ number }) => number)).toEqual(
      Array.from({ length: CAPACITY.window }, (_, n) => n + 1),
    )
  })
})
