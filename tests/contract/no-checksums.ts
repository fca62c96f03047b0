import type { Lack, Lacks } from './clause.ts'

const ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const

export const ACCEPTED: Lack = { instead: 'it is accepted', seen: /expected '200' to be '400 \w+'/ }

/** What a server lacks that checks Content-MD5, and ignores every other checksum of a body. */
export const NO_CHECKSUMS: Lacks = {
  ...Object.fromEntries(ALGORITHMS.flatMap((algorithm) => Object.entries(withoutSum(algorithm)))),
  'proves the whole object without the checksums of its parts in Complete': {
    instead: 'the checksum is ignored',
    seen: /expected undefined to be/,
  },
  'lists the checksums of parts': {
    instead: 'they are ignored',
    seen: /expected undefined to be 'CRC64NVME'/,
  },
  'refuses a part with a checksum of another kind than the upload has': ACCEPTED,
  'refuses a full SHA-256 and a composite CRC64NVME': ACCEPTED,
}

function withoutSum(algorithm: (typeof ALGORITHMS)[number]): Lacks {
  const absent = (nothing: string): Lack => ({
    instead: 'it is ignored',
    seen: new RegExp(`expected ${nothing} to be '`),
  })
  return {
    [`keeps the ${algorithm} of an object`]: absent('undefined'),
    [`refuses an object with another ${algorithm}`]: ACCEPTED,
    [`answers a part with the ${algorithm} that its URL signs`]: absent('null'),
    [`refuses a part with another ${algorithm} than its URL signs`]: ACCEPTED,
    [`refuses a ${algorithm} that is none`]: ACCEPTED,
  }
}
