import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import type { NewFile } from '../../shared/messages.ts'
import type { Kind } from '../content/kind.ts'
import { withContentTypes } from './content-types.ts'

const FILM: Kind = { ending: 'mp4', type: 'video/mp4', disk: null }
const IMAGE: Kind = { ending: 'e01', type: null, disk: 'ewf' }

class Handle {
  getFile = async () => new Blob(['content'])
}

function fileOf(size: number, source: unknown = new Blob(['content'])): NewFile {
  const id = crypto.randomUUID()
  return { id, name: 'a.txt', path: '', size, type: 'text/plain', lastModified: 1, source }
}

const typesOf = async (files: NewFile[], kindOf: () => Promise<Kind | null>) =>
  (await withContentTypes(files, kindOf, 50)).map(({ type }) => type)

describe('the media type of a file that is added', () => {
  beforeEach(() => {
    vi.stubGlobal('FileSystemFileHandle', Handle)
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  it('is that of its content, by a handle too', async () => {
    const kindOf = vi.fn<() => Promise<Kind>>(async () => FILM)
    const files = [fileOf(100 * MIB), fileOf(100 * MIB, new Handle()), fileOf(1000), fileOf(0)]
    const film = 'video/mp4'
    expect(await typesOf(files, kindOf)).toEqual([film, film, film, 'text/plain'])
    expect(kindOf).toHaveBeenCalledTimes(3)
  })

  it('is that of its name where it is sent in one part among many such', async () => {
    const kindOf = vi.fn<() => Promise<Kind>>(async () => FILM)
    const small = Array.from({ length: 51 }, () => fileOf(1000))
    const types = await typesOf([...small, fileOf(100 * MIB)], kindOf)
    expect(new Set(types.slice(0, -1))).toEqual(new Set(['text/plain']))
    expect(types.at(-1)).toBe('video/mp4')
    expect(kindOf).toHaveBeenCalledOnce()
  })

  it.each([
    ['tells nothing', async () => null],
    ['has no media type', async () => IMAGE],
    ['can not be read', () => Promise.reject(new DOMException('gone', 'NotReadableError'))],
    ['takes too long to be read', () => new Promise<null>(() => undefined)],
  ])('is that of its name where its content %s', async (_, kindOf) => {
    expect(await typesOf([fileOf(100 * MIB)], kindOf)).toEqual(['text/plain'])
  })
})
