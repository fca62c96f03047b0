import { v7 as uuid } from 'uuid'
import { describe, expect, it } from 'vitest'
import type { ChecksumAlgorithm } from '../../shared/checksum.ts'
import { UploadError } from '../../shared/errors.ts'
import { carryOut, partsToBuildOn } from './commands.ts'
import { createRecord, type UploadRecord } from './engine/record.ts'
import type { Ports } from './ports.ts'

function record(checksum: ChecksumAlgorithm): UploadRecord {
  const file = { id: uuid(), name: 'a', path: '', size: 25, type: '', lastModified: 1 }
  const server = { token: 't', key: 'k', partSize: 10, partCount: 3, checksum }
  return { ...createRecord(file, 1), phase: 'sending', server }
}

const part = (number: number, size: number, checksum?: string, etag = '') =>
  checksum === undefined ? { number, size, etag } : { number, size, etag, checksum }

function unused(): never {
  throw new Error('nothing was to ask for this')
}

/** Ports of which a test gives those that it needs. */
const UNUSED: Ports = {
  records: { load: unused, commit: unused, partsOf: unused },
  api: {
    create: unused,
    sign: unused,
    discard: unused,
    list: unused,
    complete: unused,
    abort: unused,
  },
  files: { slice: unused },
  sendPart: unused,
  hashBytes: unused,
  probeHost: unused,
  conditions: unused,
  speedLimit: unused,
  clock: { now: unused, steady: unused, random: unused, after: unused },
  log: { warn: unused },
}

describe('the parts to build on', () => {
  it('are those of the planned size', () => {
    const listed = [part(1, 10, 'a'), part(2, 9, 'b'), part(3, 5, 'c'), part(4, 10, 'd')]
    const parts = partsToBuildOn(record('crc64nvme'), listed, [])
    expect(parts).toEqual([
      { number: 1, checksum: 'a', hashed: false },
      { number: 3, checksum: 'c', hashed: false },
    ])
  })

  it('are none of which store and browser know different checksums', () => {
    const noted = [
      { number: 1, checksum: 'x', hashed: true },
      { number: 2, checksum: 'b', hashed: true },
    ]
    const parts = partsToBuildOn(record('crc64nvme'), [part(1, 10, 'a'), part(2, 10, 'b')], noted)
    expect(parts).toEqual([{ number: 2, checksum: 'b', hashed: true }])
  })

  it('are those that the browser noted, where the store lists no checksum', () => {
    const parts = partsToBuildOn(
      record('crc64nvme'),
      [part(1, 10), part(2, 10)],
      [{ number: 2, checksum: 'b', hashed: true }],
    )
    expect(parts).toEqual([{ number: 2, checksum: 'b', hashed: true }])
  })

  it('are told by their ETag, where that is an MD5', () => {
    const etag = '900150983cd24fb0d6963f7d28e17f72'
    const listed = [part(1, 10, undefined, etag), part(2, 10, undefined, 'encrypted')]
    expect(partsToBuildOn(record('md5'), listed, [])).toEqual([
      { number: 1, checksum: 'kAFQmDzST7DWlj99KOF/cg==', hashed: false },
    ])
  })

  it('need no checksum where the store checks none', () => {
    expect(partsToBuildOn(record('none'), [part(1, 10)], [])).toEqual([
      { number: 1, checksum: null, hashed: true },
    ])
  })
})

describe('a file that was put as a whole and is not what was sent', () => {
  const file = { id: uuid(), name: 'a', path: '', size: 5, type: '', lastModified: 1 }
  const server = {
    token: 't',
    key: 'k',
    partSize: 10,
    partCount: 1,
    checksum: 'crc64nvme' as const,
  }
  const put: UploadRecord = { ...createRecord(file, 1), phase: 'completing', server }

  function completing(discard: () => Promise<void>) {
    const ports: Ports = {
      ...UNUSED,
      records: {
        ...UNUSED.records,
        partsOf: async () => [{ number: 1, checksum: 'other', hashed: false }],
      },
      files: { slice: async () => new Blob(['bytes']) },
      hashBytes: async () => 'this',
      api: { ...UNUSED.api, discard },
    }
    const never = new AbortController().signal
    return carryOut({ type: 'complete', id: put.id }, put, ports, never)
  }

  it('is taken away, and put once more', async () => {
    await expect(completing(async () => undefined)).resolves.toMatchObject({ parts: [] })
  })

  it('ends the upload where it was completed already, and stays', async () => {
    const refuse = async () => {
      throw new UploadError('part_exists', 'it is verified')
    }
    await expect(completing(refuse)).rejects.toMatchObject({ code: 'object_mismatch' })
  })

  it('is asked about again where nobody could be asked', async () => {
    const fail = async () => {
      throw new UploadError('network', 'no answer')
    }
    await expect(completing(fail)).rejects.toMatchObject({ code: 'network' })
  })
})

describe('a URL', () => {
  const NOW = 1_800_000_000_000
  const { signal } = new AbortController()

  async function beginBeforeOf(expiresInSeconds: number): Promise<number | undefined> {
    const { id, ...rest } = record('none')
    const parts = [{ number: 1, url: 'https://store/1', headers: {} }]
    const ports: Ports = {
      ...UNUSED,
      api: { ...UNUSED.api, sign: async () => ({ parts, expiresInSeconds }) },
      clock: { ...UNUSED.clock, now: () => NOW },
    }
    const command = { type: 'sign', id, parts: [{ number: 1, checksum: null }] } as const
    const event = await carryOut(command, { id, ...rest }, ports, signal)
    return event.type === 'signed' ? event.parts.get(1)?.beginBefore : undefined
  }

  it('is used until a minute before it runs out, or for half its life where that is short', async () => {
    expect(await beginBeforeOf(3600)).toBe(NOW + 3_540_000)
    expect(await beginBeforeOf(80)).toBe(NOW + 40_000)
  })

  it('is not used that has run out already', async () => {
    await expect(beginBeforeOf(0)).rejects.toMatchObject({ code: 'bad_answer' })
  })
})

describe('a part that does not arrive', () => {
  const sent = { checksum: null, url: 'https://store/1', headers: {}, beginBefore: 0 }

  it.each([
    ['as the file has changed', true, 'file_changed'],
    ['of a file that is as it was', false, 'network'],
  ])('%s says so', async (_, isChanged, code) => {
    let opened = 0
    const ports: Ports = {
      ...UNUSED,
      files: {
        async slice() {
          opened += 1
          if (opened > 1 && isChanged) throw new UploadError('file_changed', 'of another date')
          return new Blob()
        },
      },
      sendPart: async () => {
        throw new UploadError('network', 'no answer')
      },
    }
    const upload = record('none')
    const command = { type: 'send', id: upload.id, number: 1, part: sent } as const
    const { signal } = new AbortController()
    await expect(carryOut(command, upload, ports, signal)).rejects.toMatchObject({ code })
  })
})
