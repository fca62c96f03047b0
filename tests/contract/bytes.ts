import { GetObjectCommand } from '@aws-sdk/client-s3'
import { createHash, randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { MIN_PART_SIZE } from '../../shared/limits.ts'
import type { Place, S3 } from './s3.ts'

/** The smallest part that need not be the last: random, made once. */
export const FULL_PART = randomBytes(MIN_PART_SIZE)

/** Of the same size as {@link FULL_PART}, and different. */
export const OTHER_FULL_PART = randomBytes(MIN_PART_SIZE)

export const digest = (algorithm: string, bytes: Uint8Array) =>
  createHash(algorithm).update(bytes).digest('base64')

/** A part's or simple object's ETag, with its quotes. */
export const md5ETag = (bytes: Uint8Array) => `"${createHash('md5').update(bytes).digest('hex')}"`

/** The whole object as it comes back. */
export async function read(s3: S3, place: Place, range?: string): Promise<Uint8Array> {
  const input = range === undefined ? place : { ...place, Range: range }
  const { Body } = await s3.client.send(new GetObjectCommand(input))
  if (!Body) throw new Error('no body')
  return Body.transformToByteArray()
}

export function expectSameBytes(actual: Uint8Array, expected: Uint8Array): void {
  expect(`${actual.length} ${digest('sha256', actual)}`).toBe(
    `${expected.length} ${digest('sha256', expected)}`,
  )
}
