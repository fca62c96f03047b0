import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { movieLength } from './movie-length.ts'

const FILMS = join(import.meta.dirname, '../../tests/page/films')

const film = async (name: string) => new Blob([await readFile(join(FILMS, name))])

function box(type: string, content: Uint8Array, isLong = false): Uint8Array<ArrayBuffer> {
  const head = new DataView(new ArrayBuffer(isLong ? 16 : 8))
  head.setUint32(0, isLong ? 1 : 8 + content.length)
  if (isLong) head.setBigUint64(8, BigInt(16 + content.length))
  const whole = new Uint8Array([...new Uint8Array(head.buffer), ...content])
  whole.set(new TextEncoder().encode(type), 4)
  return whole
}

/** A film whose header says this. */
function saying(unitsPerSecond: number, units: bigint | number): Blob {
  const isLong = typeof units === 'bigint'
  const header = new DataView(new ArrayBuffer(isLong ? 112 : 100))
  header.setUint8(0, isLong ? 1 : 0)
  header.setUint32(isLong ? 20 : 12, unitsPerSecond)
  if (isLong) header.setBigUint64(24, units)
  else header.setUint32(16, units)
  const movie = box('moov', box('mvhd', new Uint8Array(header.buffer)))
  return new Blob([box('ftyp', new Uint8Array(12)), box('mdat', new Uint8Array(40), true), movie])
}

describe('how long a film is', () => {
  it.each(['h264.mp4', 'hevc.mov'])(
    'stands in it, before its frames or behind: %s',
    async (name) => {
      expect(await movieLength(await film(name))).toBe(7)
    },
  )

  it.each([
    [600, 4500, 7.5],
    [1_000_000, 36_000_000_000n, 36_000],
    [600, 0, null],
    [600, 0xffff_ffff, null],
    [600, 0xffff_ffff_ffff_ffffn, null],
    [0, 4500, null],
  ])('of %d a second, %d units: %s', async (unitsPerSecond, units, seconds) => {
    expect(await movieLength(saying(unitsPerSecond, units))).toBe(seconds)
  })

  it('is not known of what is cut off, damaged or no film', async () => {
    const whole = await film('hevc.mov')
    const none = new Blob([box('free', new Uint8Array()), new Uint8Array(5000)])
    const many = new Blob(Array.from({ length: 5000 }, () => box('free', new Uint8Array())))
    const report = new Blob(['A report, and of no film.'])
    for (const file of [whole.slice(0, 60), whole.slice(1), new Blob([]), none, many, report]) {
      expect(await movieLength(file)).toBeNull()
    }
  })
})
