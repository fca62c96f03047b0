import { createWaits } from '../../api/uploads/waits.ts'
import { ARRIVES_WITHIN } from '../../shared/hand-over.ts'
import { crcOf } from './crc.ts'
import type { Tape } from './tape.ts'
import type { VirtualClock } from './virtual-clock.ts'
import type { RemoteFile } from './remote-file.ts'

/** A part that a Background Fetch sends by the part route. */
export interface PartByRoute {
  readonly remoteId: string
  readonly number: number
  readonly token: string
  readonly bytes: Uint8Array
  readonly checksum: string | null
  /** Whether the worker was sending it when it was handed over. */
  readonly isSending: boolean
}

/**
 * Content is of an answer 200.
 *
 * @param handOver the id of the Background Fetch
 */
export type TakePart = (
  part: PartByRoute,
  handOver: string,
) => Promise<{ status: number; content: string }>

/** The API's same-origin part route, by which a browser's Background Fetch sends parts to S3. */
export function createPartRoute(
  clock: VirtualClock,
  tape: Tape,
  remotes: ReadonlyMap<string, RemoteFile>,
): TakePart {
  /** The uploads of which a part was damaged on its way without a checksum: it happens just once. */
  const damaged = new Set<string>()
  const waits = createWaits(() => clock.trueTime())

  // It refuses what is there, and looks for that only before the bytes come.
  return async function takePart(part, handOver): Promise<{ status: number; content: string }> {
    const { remoteId, number, token, bytes, checksum, isSending } = part
    const refuse = (status: number) => ({ status, content: '' })
    if (Number(token) < clock.trueTime()) return refuse(401)
    const remote = remotes.get(remoteId)
    if (!remote || remote.state === 'aborted') return refuse(404)
    const wait = isSending ? waits.begin('', handOver, ARRIVES_WITHIN * 1000) : undefined
    while (wait && isMissing(remote, number) && !wait.isOver()) await clock.sleep(500)
    if (remote.state === 'completed' || remote.parts.has(number)) {
      wait?.hear()
      return refuse(409)
    }
    await clock.sleep(tape.choose(3) * tape.choose(100))
    if (remote.state !== 'open') return refuse(404)
    const content = Uint8Array.from(bytes)
    if (!damaged.has(remoteId) && tape.choose(12) === 1 && content[0] !== undefined) {
      content[0] ^= 4
      if (checksum === null) damaged.add(remoteId)
    }
    const found = crcOf(content)
    if (checksum !== null && found !== checksum) return refuse(400)
    remote.parts.set(number, content)
    if (checksum === null) remote.unchecked.add(number)
    else remote.unchecked.delete(number)
    return { status: 200, content: JSON.stringify({ etag: 'etag', checksum: found }) }
  }
}

function isMissing({ state, parts }: RemoteFile, number: number): boolean {
  return state === 'open' && !parts.has(number)
}
