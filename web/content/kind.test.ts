import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { kindOf, otherEnding, type Kind } from './kind.ts'
import { measuresOf } from './measures.ts'

const at = (place: number, text: string): Blob =>
  new Blob([new Uint8Array(place), text, new Uint8Array(600)])
const bytes = (...values: number[]): Blob => new Blob([new Uint8Array([...values, ...Array(64)])])
const kind = (ending: string, disk: Kind['disk'] = null): Kind => ({ ending, type: null, disk })

const picture = async () =>
  new Blob([await readFile(join(import.meta.dirname, '../../web/public/icon-512.png'))])

describe('what a file is', () => {
  it('shows in its content', async () => {
    expect(await kindOf(await picture())).toEqual({ ending: 'png', type: 'image/png', disk: null })
    expect(await kindOf(bytes(0x50, 0x4b, 0x05, 0x06))).toMatchObject({ ending: 'zip' })
  })

  it('is not known of text, nor of nothing', async () => {
    for (const text of ['A report.', '']) expect(await kindOf(new Blob([text]))).toBeNull()
  })

  it.each([
    ['e01', 'ewf', bytes(0x45, 0x56, 0x46, 0x09, 0x0d, 0x0a, 0xff, 0x00)],
    ['ex01', 'ewf', bytes(0x45, 0x56, 0x46, 0x32, 0x0d, 0x0a, 0x81)],
    ['aff', 'aff', at(0, 'AFF10\r\n\0')],
    ['qcow2', 'machine', bytes(0x51, 0x46, 0x49, 0xfb)],
    ['vmdk', 'machine', at(0, 'KDMV')],
    ['vhdx', 'machine', at(0, 'vhdxfile')],
    ['vhd', 'machine', at(0, 'conectix')],
    ['iso', 'optical', at(32_769, 'CD001')],
    ['img', 'partitions', at(512, 'EFI PART')],
  ])('may be a disk image: %s', async (ending, disk, file) => {
    expect(await kindOf(file)).toEqual({ ending, disk, type: null })
  })
})

describe('the ending of a name', () => {
  it('is told where it is that of another kind', () => {
    expect(otherEnding('holiday.JPG', kind('zip'))).toBe('jpg')
    expect(otherEnding('case.e01.pdf', kind('e01', 'ewf'))).toBe('pdf')
  })

  it('is none where it is another name of the same, or of what has it as its frame', () => {
    for (const [name, ending] of [
      ['holiday.jpeg', 'jpg'],
      ['IMG_1.NEF', 'tif'],
      ['report.docx', 'zip'],
      ['film.mov', 'mp4'],
      ['dump.tgz', 'gz'],
    ] as const) {
      expect([name, otherEnding(name, kind(ending))]).toEqual([name, null])
    }
  })

  it('says nothing where it is unknown, or there is none', () => {
    for (const name of ['case.e07', 'image.001', 'README', '.hidden', 'a.']) {
      expect([name, otherEnding(name, kind('zip'))]).toEqual([name, null])
    }
    expect(otherEnding('backup.zip', kind('img', 'partitions'))).toBeNull()
  })

  it('is .img of an image of any disk, but not of one that is kept as evidence', () => {
    for (const [ending, disk] of [
      ['iso', 'optical'],
      ['qcow2', 'machine'],
      ['vmdk', 'machine'],
    ] as const) {
      expect([ending, otherEnding('disk.img', kind(ending, disk))]).toEqual([ending, null])
    }
    expect(otherEnding('disk.img', kind('e01', 'ewf'))).toBe('img')
    expect(otherEnding('disk.gz', kind('iso', 'optical'))).toBe('gz')
  })
})

describe('a picture', () => {
  it('is as large as its content says', async () => {
    const { picture: size, length } = await measuresOf(await picture(), 'image/png')
    expect(size).toEqual({ width: 512, height: 512 })
    expect(length).toBeNull()
  })

  it('is turned as it is shown', async () => {
    const { picture: size } = await measuresOf(lyingOnItsSide(300, 200), 'image/jpeg')
    expect(size).toEqual({ width: 200, height: 300 })
  })

  it('is of no known size where it is cut off, or is none', async () => {
    const cut = (await picture()).slice(0, 10)
    expect(await measuresOf(cut, 'image/png')).toEqual({ picture: null, length: null })
    expect(await measuresOf(cut, 'application/pdf')).toEqual({ picture: null, length: null })
    expect(await measuresOf(cut, null)).toEqual({ picture: null, length: null })
  })
})

/** A JPEG's headers: an orientation of 6, and the size of what is stored. */
function lyingOnItsSide(width: number, height: number): Blob {
  const exif = '4578696600004d4d002a00000008000101120003000000010006000000000000'
  const [high, wide] = [height, width].map((size) => size.toString(16).padStart(4, '0'))
  const frame = `ffc0001108${high}${wide}03012200021101031101`
  const length = (exif.length / 2 + 2).toString(16).padStart(4, '0')
  return new Blob([Buffer.from(`ffd8ffe1${length}${exif}${frame}ffd9`, 'hex')])
}
