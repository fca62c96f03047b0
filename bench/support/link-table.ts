/** What the runs over one link say, each compared within its own round. */
import type { PeerName } from '../peers/all.ts'
import type { Sent } from '../peers/peer.ts'
import { median, round } from './statistics.ts'

/** What everyone took in one round. */
export type Round = Partial<Record<PeerName, Sent>>

/**
 * @param size bytes
 * @param limit seconds that the link itself needs for them; 0 where nothing limits it
 */
export function linkRows(
  peers: readonly PeerName[],
  rounds: readonly Round[],
  size: number,
  limit: number,
) {
  return peers.flatMap((peer) => {
    const sent = rounds.flatMap((round) => round[peer] ?? [])
    if (sent.length === 0) return []
    const seconds = median(sent.map((one) => one.seconds))
    const cpus = sent.flatMap(({ cpu }) => cpu ?? [])
    return {
      '': peer,
      s: round(seconds, 2),
      'MB/s': round(size / 1e6 / seconds, 1),
      'of the link': limit > 0 ? round(limit / seconds, 3) : '',
      'of the best plain': times(rounds, peer, bestPlain),
      'times Uppy': times(rounds, peer, ({ uppy }) => uppy?.seconds),
      'CPU s/GB': cpus.length > 0 ? round(median(cpus) / (size / 1e9), 1) : '',
    }
  })
}

/** The median over rounds of how many times as fast as another a peer was; '' without the other. */
function times(
  rounds: readonly Round[],
  peer: PeerName,
  other: (round: Round) => number | undefined,
): number | '' {
  const ratios = rounds.flatMap((round) => {
    const own = round[peer]?.seconds
    const others = other(round)
    return own === undefined || others === undefined ? [] : others / own
  })
  return ratios.length > 0 ? round(median(ratios), 2) : ''
}

/** Seconds of the fastest plain worker. */
function bestPlain(round: Round): number | undefined {
  const seconds = Object.entries(round).flatMap(([peer, sent]) =>
    peer.startsWith('plain-') ? sent.seconds : [],
  )
  return seconds.length > 0 ? Math.min(...seconds) : undefined
}
