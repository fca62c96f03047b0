/** A worker of the page that reads one file: so the page stays quick, and sending has its own. */
import * as v from 'valibot'
import { createGate } from './gate.ts'
import { askedSchema, type Order, type Told } from './order.ts'
import { readFile } from './read-file.ts'

/** ms between two words of how far it is. */
const INTERVAL = 250

const tell = (told: Told): void => self.postMessage(told)
const gate = createGate()

async function carryOut(order: Order): Promise<void> {
  let toldAt = 0
  try {
    const found = await readFile(order, {
      progress(at) {
        const now = performance.now()
        if (now - toldAt < INTERVAL) return
        toldAt = now
        tell({ type: 'progress', at })
      },
      checkpoint: (checkpoint) => tell({ type: 'checkpoint', checkpoint }),
      mayGoOn: gate.passed,
    })
    tell({ type: 'done', found })
  } catch (error) {
    const why = error instanceof DOMException ? 'unreadable' : 'internal'
    tell({ type: 'failed', why, cause: String(error) })
  }
}

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const asked = v.safeParse(askedSchema, data)
  if (!asked.success) return tell({ type: 'failed', why: 'internal', cause: 'not understood' })
  if (asked.output.type === 'hold') gate.hold(asked.output.held)
  else void carryOut(asked.output.order)
})
