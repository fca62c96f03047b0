import { expect, test } from 'vitest'
import { differingHash } from './acquisition.ts'
import type { Details } from './details.ts'

const DETAILS: Details = [
  { name: 'exhibit', label: 'Exhibit', value: 'AB/1' },
  { name: 'hash', label: 'Hash', value: ' D41D8CD98F00B204E9800998ECF8427E ', hash: 'md5' },
]

test.each([
  ['of the file', { md5: 'd41d8cd98f00b204e9800998ecf8427e' }, undefined],
  ['of another file', { md5: '0'.repeat(32) }, 'hash'],
  ['that was not computed', { sha256: '0'.repeat(64) }, undefined],
] as const)('an acquisition hash %s', (_, hashes, name) => {
  expect(differingHash(DETAILS, { computedBy: 'browser', ...hashes })?.name).toBe(name)
  expect(differingHash(DETAILS)).toBeUndefined()
})
