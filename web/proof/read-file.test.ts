import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { HASHES } from '../../shared/hashes.ts'
import { crc64 } from '../../api/testing/harness.ts'
import { MIB } from '../../shared/limits.ts'
import { createGate } from './gate.ts'
import type { Checkpoint } from './order.ts'
import { CHECKPOINT_EVERY, readFile } from './read-file.ts'

const NOTHING = { progress: () => undefined, checkpoint: () => undefined }
const CONTENT = Buffer.from('a file of a few bytes, in parts of seven')
const kinds = [...HASHES]

/** A file of zeros that takes no memory, and says which bytes of it were read. */
function zeros(size: number) {
  const reads: [number, number][] = []
  const slice = (start: number, end: number) => {
    const upTo = Math.min(end, size)
    reads.push([start, upTo])
    return new Blob([new Uint8Array(upTo - start)])
  }
  const file = Object.defineProperties(new Blob(), {
    size: { value: size },
    slice: { value: slice },
  })
  return { file, reads }
}

describe('a file that is read', () => {
  it('has the hashes that others find', async () => {
    const order = { file: new Blob([CONTENT]), kinds, from: null, partSize: null }
    const { hashes, parts } = await readFile(order, NOTHING)
    expect(parts).toBeNull()
    for (const kind of HASHES) {
      expect(hashes[kind]).toBe(createHash(kind).update(CONTENT).digest('hex'))
    }
    expect(hashes.crc64nvme).toBe(await crc64(CONTENT))
  })

  it.each([7, 8, 39, 40, 1000])('has what stores state of it in parts of %i', async (partSize) => {
    const order = { file: new Blob([CONTENT]), kinds: [], from: null, partSize }
    const { parts } = await readFile(order, NOTHING)
    const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest()
    const sums: Buffer[] = []
    for (let at = 0; at < CONTENT.length; at += partSize) {
      sums.push(md5(CONTENT.subarray(at, at + partSize)))
    }
    expect(parts).toEqual({
      crc64nvme: await crc64(CONTENT),
      md5OfParts: `${md5(Buffer.concat(sums)).toString('hex')}-${sums.length}`,
      md5: sums.length === 1 ? md5(CONTENT).toString('hex') : undefined,
    })
  })

  it('is not read on before it may be', async () => {
    const gate = createGate()
    const { file, reads } = zeros(40 * MIB)
    const order = { file, kinds: ['sha1' as const], from: null, partSize: null }
    const progress = (at: number) => gate.hold(at === 8 * MIB)
    const reading = readFile(order, { ...NOTHING, progress, mayGoOn: gate.passed })
    await expect.poll(() => reads.at(-1)).toEqual([4 * MIB, 8 * MIB])
    await setTimeout(100)
    expect(reads).toHaveLength(2)
    gate.hold(false)
    await reading
    expect(reads).toHaveLength(10)
  })

  it('goes on from where it was, and from the beginning with a state that is none', async () => {
    const size = CHECKPOINT_EVERY + 10
    const checkpoints: Checkpoint[] = []
    const first = zeros(size)
    const order = { file: first.file, kinds: ['md5' as const], from: null, partSize: null }
    const reading = { ...NOTHING, checkpoint: (one: Checkpoint) => void checkpoints.push(one) }
    const whole = await readFile(order, reading)
    const [from] = checkpoints
    if (!from) throw new Error('there is no checkpoint')
    expect(from.at).toBe(CHECKPOINT_EVERY)

    const rest = zeros(size)
    const again = await readFile({ ...order, file: rest.file, from }, NOTHING)
    expect(again).toEqual(whole)
    expect(rest.reads).toEqual([[CHECKPOINT_EVERY, size]])

    const wrong = { at: 4, states: { md5: new Uint8Array(3) } }
    const anew = await readFile({ ...order, file: new Blob([CONTENT]), from: wrong }, NOTHING)
    expect(anew.hashes.md5).toBe(createHash('md5').update(CONTENT).digest('hex'))
  })
})
