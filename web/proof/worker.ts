/** A worker of the page that reads one file: so the page stays quick, and sending has its own. */
import * as v from 'valibot'
import { orderSchema, type Told } from './order.ts'
import { readFile } from './read-file.ts'

/** ms between two words of how far it is. */
const INTERVAL = 250

const tell = (told: Told): void => self.postMessage(told)

async function carryOut(data: unknown): Promise<void> {
  let toldAt = 0
  try {
    const found = await readFile(v.parse(orderSchema, data), {
      progress(at) {
        const now = performance.now()
        if (now - toldAt < INTERVAL) return
        toldAt = now
        tell({ type: 'progress', at })
      },
      checkpoint: (checkpoint) => tell({ type: 'checkpoint', checkpoint }),
    })
    tell({ type: 'done', found })
  } catch (error) {
    const why = error instanceof DOMException ? 'unreadable' : 'internal'
    tell({ type: 'failed', why, cause: String(error) })
  }
}

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => void carryOut(data), {
  once: true,
})
