import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extendedValue, mediaType, objectMetadata } from './metadata.ts'

describe('objectMetadata', () => {
  it('has what the file was', () => {
    const facts = { id: 'the-id', name: "zwölf 'x'.txt", path: 'a/b', lastModified: 0 }
    expect(objectMetadata(facts)).toEqual({
      'longhaul-id': 'the-id',
      'longhaul-last-modified': '1970-01-01T00:00:00.000Z',
      'longhaul-name': "UTF-8''zw%C3%B6lf%20%27x%27.txt",
      'longhaul-path': "UTF-8''a%2Fb",
    })
  })

  it('is ASCII of at most 2 KB, whatever the name, the path and the details', () => {
    const text = fc.string({ unit: 'binary', maxLength: 4096, size: 'max' })
    const answer = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 600 }),
      fc.double(),
      fc.boolean(),
    )
    const details = fc.dictionary(fc.stringMatching(/^[A-Za-z][\w-]{0,39}$/), answer)
    fc.assert(
      fc.property(text, text, fc.maxSafeInteger(), details, (name, path, lastModified, details) => {
        const facts = { id: 'x'.repeat(36), name, path, lastModified, details }
        const metadata = objectMetadata(facts)
        const all = Object.entries(metadata).flat().join('')
        expect(all.length).toBeLessThanOrEqual(2048)
        expect(all).toMatch(/^[\x21-\x7e]*$/)
      }),
    )
  })
})

describe('objectMetadata of a long name', () => {
  it.each(Array.from({ length: 12 }, (_, index) => 213 + index))(
    'is at most 2 KB beside a folder, of %i characters',
    (length) => {
      const name = '證'.repeat(length)
      const facts = { id: 'x'.repeat(36), name, path: '證據', lastModified: 1.7e12 }
      const metadata = objectMetadata(facts)
      expect(Object.entries(metadata).flat().join('').length).toBeLessThanOrEqual(2048)
      const { 'longhaul-name': kept = '', 'longhaul-path': path } = metadata
      expect(name.startsWith(decodeURIComponent(kept.slice("UTF-8''".length)))).toBe(true)
      // What says nothing is left out.
      expect(path).not.toBe("UTF-8''")
    },
  )
})

describe('extendedValue', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        const value = extendedValue(text, 10_000)
        const encoded = value.slice("UTF-8''".length)
        expect(encoded).toMatch(/^(?:[\w.!~-]|%[0-9A-F]{2})*$/)
        expect(decodeURIComponent(encoded)).toBe(Buffer.from(text).toString())
      }),
    )
  })

  it('is cut between characters', () => {
    expect(extendedValue('ab☃☃', 20)).toBe("UTF-8''ab%E2%98%83")
  })
})

describe('mediaType', () => {
  it.each([
    ['image/PNG', 'image/png'],
    ['text/plain; charset=x', 'text/plain'],
    ['', 'application/octet-stream'],
    ['text/html\r\nx: y', 'application/octet-stream'],
  ])('%j is %j', (guess, type) => {
    expect(mediaType(guess)).toBe(type)
  })
})
