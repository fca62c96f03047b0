import { join } from 'node:path'

/** Where a run has its things, all of them in one folder that goes with it. */
export interface Places {
  readonly folder: string
  /** What an operator has cloned. */
  readonly checkout: string
  /** A fresh Debian, as an archive. */
  readonly debian: string
  /** What the base image with Node is made of. */
  readonly node: string
  /** What the engine keeps. */
  readonly engine: string
  /** The objects of the S3 server. */
  readonly store: string
}

export function placesIn(folder: string): Places {
  return {
    folder,
    checkout: join(folder, 'checkout'),
    debian: join(folder, 'debian.tar'),
    node: join(folder, 'node'),
    engine: join(folder, 'engine'),
    store: join(folder, 'store'),
  }
}
