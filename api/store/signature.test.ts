import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { readRequest } from './request.ts'
import { deriveSigningKey, signRequest, type Scope } from './signature.ts'

const SCOPE: Scope = { day: '20261128', region: 'us-east-1' }
const KEY = deriveSigningKey('secret', SCOPE)

/** The signature of a request with this header, as Node gives it. */
function signatureWith(value: string): string {
  const message = new IncomingMessage(new Socket())
  message.method = 'GET'
  message.url = '/uploads/key'
  const request = readRequest(message, 'id', 'uploads')
  const headers = new Map([['x-amz-meta-name', value]])
  return signRequest(
    { ...request, headers },
    ['x-amz-meta-name'],
    'UNSIGNED-PAYLOAD',
    '20261128T000000Z',
    SCOPE,
    KEY,
  )
}

it.each([
  ['blanks around it', ' \t a b \t ', 'a b'],
  ['many spaces within', 'a    b', 'a b'],
  ['nothing but blanks', ' \t \t', ''],
])('does not see in a header %s', (_, value, same) => {
  expect(signatureWith(value)).toBe(signatureWith(same))
})

it.each([
  ['a tab within', 'a\tb', 'a b'],
  ['what looks blank as Latin-1', 'a\u00a0', 'a'],
])('sees in a header %s', (_, value, other) => {
  expect(signatureWith(value)).not.toBe(signatureWith(other))
})

it.each([' ', '\t'])('is done with a million of %j within a header', (blank) => {
  const long = `a${blank.repeat(1_000_000)}b`
  expect(signatureWith(long)).toMatch(/^[0-9a-f]{64}$/)
})
