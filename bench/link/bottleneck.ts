/**
 * Where the connections of a link meet: it says when which bytes have passed. Its clock is the
 * link's own. Bytes leave at the times at which the link's rates let them, however late it is asked,
 * so a busy machine does not make the link slower as long as bytes wait to be carried.
 */
import { seededRandom } from './random.ts'
import { timeCarried } from './rates.ts'
import { PACKET, type LinkShape } from './shape.ts'

/** Ms that one connection's turn takes at most, within bounds of bytes. */
const TURN = 4
const SMALLEST_TURN = 4096
const LARGEST_TURN = 65_536

/** One connection's bytes that wait to be carried. */
export interface Flow {
  /** Nothing of it is carried before, ms. */
  freeAt: number
  /** Whether its far end takes nothing at present. */
  held: boolean
  readonly waiting: { readonly at: number; bytes: Uint8Array }[]
}

/** Bytes that have passed by `at`. */
export interface Passed {
  readonly flow: Flow
  readonly bytes: Uint8Array
  readonly at: number
}

export interface Bottleneck {
  /** Has the rates begin now, and the same losses anew. */
  begin(now: number): void
  /** A new connection, which carries nothing before a time. */
  open(freeAt: number): Flow
  /** Bytes that wait from now on. */
  offer(flow: Flow, bytes: Uint8Array, now: number): void
  /** All that has begun to pass by now, in the order of time. */
  carry(now: number): Passed[]
  /** When `carry` has something to give, undefined while nothing waits. */
  nextAt(): number | undefined
  /** Carries nothing of a connection until it is released. */
  hold(flow: Flow): void
  /** What was held goes on, no earlier than now. */
  release(flow: Flow, now: number): void
  /** Drops a connection with all that waits. */
  close(flow: Flow): void
}

/** All times are ms of one clock that never goes back. */
export function createBottleneck(shape: LinkShape): Bottleneck {
  const { rates, connectionRate, loss, stall } = shape
  const turnSize = turnSizeOf(shape)
  let random = seededRandom(shape.seed)
  let began = 0
  /** In the order of their turns. */
  let flows: Flow[] = []
  /** When the link is free for the next bytes. */
  let free = 0

  /** When the next turn may begin; Infinity while nothing waits. */
  const next = (): number => Math.max(free, Math.min(...flows.map((flow) => readyAt(flow))))

  /** Carries a turn of a flow that begins at `free`. */
  function carryTurn(flow: Flow, head: { bytes: Uint8Array }): Passed {
    const bytes = head.bytes.subarray(0, turnSize)
    if (bytes.length === head.bytes.length) flow.waiting.shift()
    else head.bytes = head.bytes.subarray(bytes.length)
    flow.freeAt = free + (bytes.length / connectionRate) * 1000
    free = began + timeCarried(rates, free - began, bytes.length)
    const packets = Math.ceil(bytes.length / PACKET)
    if (loss > 0 && random() >= (1 - loss) ** packets) flow.freeAt += stall
    return { flow, bytes, at: free }
  }

  return {
    begin(now) {
      began = now
      free = now
      random = seededRandom(shape.seed)
    },
    open(freeAt) {
      const flow: Flow = { freeAt, held: false, waiting: [] }
      flows.push(flow)
      return flow
    },
    offer: (flow, bytes, now) => void flow.waiting.push({ at: now, bytes }),
    carry(now) {
      const passed: Passed[] = []
      for (let at = next(); at <= now; at = next()) {
        free = at
        const index = flows.findIndex((flow) => readyAt(flow) <= free)
        const flow = flows[index]
        const head = flow?.waiting[0]
        if (!flow || !head) break
        passed.push(carryTurn(flow, head))
        flows.splice(index, 1)
        flows.push(flow)
      }
      return passed
    },
    nextAt() {
      const at = next()
      return Number.isFinite(at) ? at : undefined
    },
    hold(flow) {
      flow.held = true
    },
    release(flow, now) {
      if (!flow.held) return
      flow.held = false
      flow.freeAt = Math.max(flow.freeAt, now)
    },
    close(flow) {
      flows = flows.filter((other) => other !== flow)
    },
  }
}

/** Bytes that one connection sends before it is another one's turn. */
function turnSizeOf({ rates, connectionRate }: LinkShape): number {
  const slowest = Math.min(connectionRate, ...rates.map(({ rate }) => rate))
  return Math.min(LARGEST_TURN, Math.max(SMALLEST_TURN, Math.floor((slowest / 1000) * TURN)))
}

/** When a flow may have a turn; Infinity while it has nothing to send or nowhere to. */
function readyAt({ held, waiting, freeAt }: Flow): number {
  const [head] = waiting
  return held || !head ? Number.POSITIVE_INFINITY : Math.max(freeAt, head.at)
}
