import { randomFillSync } from 'node:crypto'
import { createCRC64 } from 'hash-wasm'
import { CRC64_NVME } from '../../shared/crc.ts'
import { createCrc64 } from '../../shared/crc64.ts'
import { MIB } from '../../shared/limits.ts'
import { median, round } from './statistics.ts'

/** As much as the worker reads at once. */
const CHUNK = 2 * MIB
const CHUNKS = 256

/** MB/s of our CRC64NVME and of hash-wasm's, by turns, in Node, and how often ours is as fast. */
export async function measureAlone(runs: number) {
  const chunk = randomFillSync(new Uint8Array(CHUNK))
  const ours = await createCrc64()
  const theirs = (await createCRC64(CRC64_NVME.polynomial.toString(16))).init()
  const speedOf = (update: () => void) => {
    const begin = performance.now()
    for (let n = 0; n < CHUNKS; n++) update()
    return (CHUNKS * CHUNK) / 1000 / (performance.now() - begin)
  }
  const all = Array.from({ length: runs + 1 }, () => ({
    ours: speedOf(() => ours.update(chunk)),
    theirs: speedOf(() => theirs.update(chunk)),
  }))
  // The first run is that in which the code is compiled.
  const warm = all.slice(1)
  const own = median(warm.map((run) => run.ours))
  const other = median(warm.map((run) => run.theirs))
  return {
    'ours, MB/s': round(own),
    'hash-wasm, MB/s': round(other),
    times: round(own / other, 2),
  }
}
