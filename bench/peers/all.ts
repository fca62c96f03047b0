import { MIB } from '../../shared/limits.ts'
import { app, plain, uppy } from './browsers.ts'
import type { Peer } from './peer.ts'
import { program } from './programs.ts'

/** Everyone who is compared, in the order of the tables. */
export const PEERS = {
  app: app('app'),
  'app-unchecked': app('unchecked'),
  uppy: uppy(),
  'uppy-16': uppy(16 * MIB),
  'plain-1': plain(1),
  'plain-6': plain(6),
  'plain-12': plain(12),
  'plain-24': plain(24),
  'plain-48': plain(48),
  aws: program('aws'),
  rclone: program('rclone'),
} satisfies Record<string, Peer>

export type PeerName = keyof typeof PEERS
export const PEER_NAMES = Object.keys(PEERS) as PeerName[]

/** Those that are compared unless others are named. */
export const USUAL_PEERS = PEER_NAMES.filter(
  (name) => name !== 'app-unchecked' && name !== 'uppy-16',
)
