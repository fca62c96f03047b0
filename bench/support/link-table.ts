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
  const best = bestPlain(peers, rounds)
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
      'of the best plain': times(rounds, peer, best),
      'times Uppy': times(rounds, peer, 'uppy'),
      'of the app unchecked': times(rounds, peer, 'app-unchecked'),
      'CPU s/GB': cpus.length > 0 ? round(median(cpus) / (size / 1e9), 1) : '',
    }
  })
}

/** The median over rounds of how many times as fast as another a peer was; '' without the other. */
function times(rounds: readonly Round[], peer: PeerName, other: PeerName | undefined): number | '' {
  const ratios = rounds.flatMap((round) => {
    const own = round[peer]?.seconds
    const others = other && round[other]?.seconds
    return own === undefined || others === undefined ? [] : others / own
  })
  return ratios.length > 0 ? round(median(ratios), 2) : ''
}

/** The plain worker that is the fastest over all rounds: of each round it would be the luckiest. */
function bestPlain(peers: readonly PeerName[], rounds: readonly Round[]): PeerName | undefined {
  let best: { peer: PeerName; seconds: number } | undefined
  for (const peer of peers.filter((peer) => peer.startsWith('plain-'))) {
    const sent = rounds.flatMap((round) => round[peer]?.seconds ?? [])
    if (sent.length === 0) continue
    const seconds = median(sent)
    if (!best || seconds < best.seconds) best = { peer, seconds }
  }
  return best?.peer
}
