import fc from 'fast-check'
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { MAX_KEY_BYTES } from '../shared/limits.ts'
import { cleanName, objectKey, uploadTime, type KeyParts } from './key.ts'
import { byteLength } from './text.ts'

const WEEK = 7 * 24 * 60 * 60 * 1000
const NOW = Date.UTC(2026, 10, 22, 0, 30)

function parts(change: Partial<KeyParts> = {}): KeyParts {
  return {
    prefix: 'in/',
    id: '0190a5f0-0000-4000-8000-000000000000',
    identity: [9, 'a.txt', '', 1],
    name: 'a.txt',
    isFolder: false,
    secret: new Uint8Array(32),
    now: NOW,
    maxAge: WEEK,
    reserve: 14,
    ...change,
  }
}

const hostileName = fc.string({
  minLength: 1,
  maxLength: 1024,
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('/', '\\', '.', '..', '\0', '\ud800', '\u202e', ' ', 'é', 'e\u0301', '☃', '😀'),
  ),
})

describe('objectKey', () => {
  it('is the same for the same upload and another for any other', () => {
    expect(objectKey(parts())).toBe(objectKey(parts()))
    const others = [
      parts({ id: '0190a5f0-0000-4000-8000-000000000001' }),
      parts({ identity: [10, 'a.txt', '', 1] }),
      parts({ identity: [9, 'a.txt', 'b', 1] }),
      parts({ secret: new Uint8Array(32).fill(1) }),
    ]
    const keys = new Set([parts(), ...others].map(objectKey))
    expect(keys.size).toBe(5)
  })

  it('takes the id in either case for the same', () => {
    const id = '0190A5F0-0000-4000-8000-00000000000A'
    expect(objectKey(parts({ id }))).toBe(objectKey(parts({ id: id.toLowerCase() })))
  })

  it('has prefix, date, id and name', () => {
    expect(objectKey(parts())).toMatch(/^in\/2026\/11\/22\/[a-z2-7]{32}\/a\.txt$/)
  })

  it('ends in a slash for an empty folder, whatever its name', () => {
    expect(objectKey(parts({ name: 'empty/', isFolder: true }))).toMatch(/\/empty\/$/)
    fc.assert(
      fc.property(hostileName, fc.integer({ min: 5, max: 205 }), (name, reserve) => {
        const key = objectKey(parts({ name: `${name}/`, isFolder: true, reserve }))
        expect(byteLength(key)).toBeLessThanOrEqual(MAX_KEY_BYTES - reserve)
        expect(key).toMatch(/[^/]\/$/)
        expect(key.split('/')).toHaveLength(7)
      }),
    )
  })

  it('fits S3 and every segment of it passes a URL parser unchanged, whatever the name', () => {
    fc.assert(
      fc.property(hostileName, fc.integer({ min: 5, max: 205 }), (name, reserve) => {
        const key = objectKey(parts({ name, reserve }))
        expect(byteLength(key)).toBeLessThanOrEqual(MAX_KEY_BYTES - reserve)
        const segments = key.split('/')
        expect(segments).toHaveLength(6)
        expect(segments.filter((part) => part === '' || /^\.{1,2}$/.test(part))).toEqual([])
        expect(key).not.toMatch(/[\p{Cc}\p{Cs}\\]/u)
        expect(key).toBe(key.normalize('NFC'))
        const path = `/${segments.map(encodeURIComponent).join('/')}`
        expect(decodeURIComponent(new URL(path, 'http://host').pathname)).toBe(`/${key}`)
      }),
      { numRuns: 500 },
    )
  })
})

describe('uploadTime', () => {
  it.each([
    ['a moment ago', NOW - 45 * 60_000, true],
    ['nearly a week ago', NOW - WEEK + 1, true],
    ['more than a week ago', NOW - WEEK - 1, false],
    ['a day ahead', NOW + 24 * 60 * 60_000, true],
    ['two days ahead', NOW + 48 * 60 * 60_000, false],
  ])('reads the time of a UUIDv7 made %s', (_when, msecs, believed) => {
    expect(uploadTime(v7({ msecs }), NOW, WEEK)).toBe(believed ? msecs : NOW)
  })

  it('takes the clock for any other UUID', () => {
    expect(uploadTime('0190a5f0-0000-4000-8000-000000000000', NOW, WEEK)).toBe(NOW)
  })
})

describe('cleanName', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['..', '__'],
    ['.', '_'],
    ['\0\n', 'file'],
    ['   ', 'file'],
    ['a\u202egpj.exe', 'agpj.exe'],
    ['e\u0301.txt', '\u00e9.txt'],
    ['C:\\x', 'C:_x'],
    ['half \ud800', 'half \ufffd'],
  ])('%j becomes %j', (name, clean) => {
    expect(cleanName(name, 900)).toBe(clean)
  })

  it('cuts on a code point and keeps the extension', () => {
    expect(cleanName(`${'☃'.repeat(100)}.tar`, 40)).toBe(`${'☃'.repeat(12)}.tar`)
    expect(cleanName('x'.repeat(100), 40)).toBe('x'.repeat(40))
    expect(cleanName(`a.${'x'.repeat(100)}`, 40)).toBe(`a.${'x'.repeat(38)}`)
  })
})
