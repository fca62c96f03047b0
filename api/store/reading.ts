/** The bytes of objects, out of the files they are in. */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { ByteRange } from '../../shared/plan.ts'
import { locateRange } from './byte-ranges.ts'
import { dataPath } from './layout.ts'
import type { OpenObject } from './objects.ts'
import type { State } from './state.ts'

const READ_SIZE = 512 * 1024

/** The bytes of a range of an object that is not released before they were read. */
export async function* readObject(
  { layout }: State,
  { head, segments }: OpenObject,
  range: ByteRange = { start: 0, end: head.size },
): AsyncGenerator<Uint8Array, void> {
  for (const { file, start, end } of locateRange(segments, range)) {
    const handle = await open(join(dataPath(layout, head.dataId), file), 'r')
    try {
      yield* readFileRange(handle, start, end)
    } finally {
      await handle.close()
    }
  }
}

async function* readFileRange(
  handle: Awaited<ReturnType<typeof open>>,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void> {
  for (let at = start; at < end;) {
    const buffer = Buffer.allocUnsafe(Math.min(READ_SIZE, end - at))
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) throw new Error('a file of the store is shorter than its record says')
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
