import { createHmac } from 'node:crypto'
import { MAX_KEY_BYTES } from '../shared/limits.ts'
import { byteLength, cutToBytes, wellFormed } from './text.ts'

/** What a key is made of. The same parts give the same key, on every server. */
export interface KeyParts {
  /** '' or a path that ends as the operator wants it, as settings allow it. */
  readonly prefix: string
  /** The upload's id as the browser made it: a UUID, best of version 7. */
  readonly id: string
  /** All else that makes the upload this one: another file gets another key. */
  readonly identity: readonly (string | number)[]
  readonly name: string
  /** Whether the key is to end in a slash, as an empty folder's. */
  readonly isFolder: boolean
  /** Secret: without it nobody can foretell a key. */
  readonly secret: Uint8Array
  /** ms since 1970. */
  readonly now: number
  /** How far back, in ms, an id's own time is believed. */
  readonly maxAge: number
  /** Bytes that must stay free, for what is put around the key elsewhere. */
  readonly reserve: number
}

const DAY = 24 * 60 * 60 * 1000

/** The object's key: prefix, date, a random-looking id and the cleaned file name. */
export function objectKey(parts: KeyParts): string {
  const date = new Date(uploadTime(parts.id, parts.now, parts.maxAge)).toISOString()
  const folder = `${parts.prefix}${date.slice(0, 10).replaceAll('-', '/')}/${opaqueId(parts)}/`
  const room = MAX_KEY_BYTES - parts.reserve - byteLength(folder)
  if (!parts.isFolder) return folder + cleanName(parts.name, room)
  return `${folder}${cleanName(parts.name.replace(/\/+$/, ''), room - 1)}/`
}

/**
 * Whether files under the prefix would be among what the servers keep for themselves, of which a
 * lifecycle rule deletes some.
 */
export function leadsIntoState(
  { keyPrefix, statePrefix }: { readonly keyPrefix: string; readonly statePrefix: string },
  prefix: string,
): boolean {
  return (keyPrefix + prefix).startsWith(statePrefix)
}

/**
 * Whether files under the prefix would be among what the servers keep for themselves, or among their
 * receipts: whoever sends them could write what admins are shown as one.
 */
export function leadsAmongKept(
  settings: {
    readonly keyPrefix: string
    readonly receiptPrefix: string
    readonly statePrefix: string
  },
  prefix: string,
): boolean {
  const { keyPrefix, receiptPrefix } = settings
  if (leadsIntoState(settings, prefix)) return true
  // Where all files are among the receipts, the operator has it so.
  return !keyPrefix.startsWith(receiptPrefix) && (keyPrefix + prefix).startsWith(receiptPrefix)
}

/**
 * When the upload began, ms since 1970: the id's own time where it is a UUIDv7 (RFC 9562, 5.7) of
 * at most `maxAge` ago and a day ahead, so that a repeat after midnight finds the same key.
 */
export function uploadTime(id: string, now: number, maxAge: number): number {
  if (id.charAt(14) !== '7') return now
  const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
  return time >= now - maxAge && time <= now + DAY ? time : now
}

/** 160 bits of an HMAC in RFC 4648's base32, lower case: the same in folders that ignore case. */
function opaqueId({ id, identity, secret }: KeyParts): string {
  const digest = createHmac('sha256', secret)
    .update(JSON.stringify([id.toLowerCase(), ...identity]))
    .digest()
  let bits = BigInt(`0x${digest.subarray(0, 20).toString('hex')}`)
  let text = ''
  for (let digit = 0; digit < 32; digit++) {
    text = 'abcdefghijklmnopqrstuvwxyz234567'.charAt(Number(bits & 31n)) + text
    bits >>= 5n
  }
  return text
}

/** Control characters, line separators, signs that turn the direction of text, non-characters. */
const UNWANTED = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu
const LONGEST_EXTENSION = 20

/**
 * A file's name as the last segment of a key: one segment, nothing that a browser's URL parser,
 * XML or a terminal would change, at most `maxBytes` bytes (32 or more), its extension kept.
 */
export function cleanName(name: string, maxBytes: number): string {
  const clean = wellFormed(name)
    .replace(UNWANTED, '')
    .replace(/[/\\]/g, '_')
    .normalize('NFC')
    .trim()
  if (clean === '') return 'file'
  if (/^\.{1,2}$/.test(clean)) return clean.replaceAll('.', '_')
  if (byteLength(clean) <= maxBytes) return clean
  const dot = clean.lastIndexOf('.')
  const extension = dot > 0 ? clean.slice(dot) : ''
  if (byteLength(extension) > LONGEST_EXTENSION) return cutToBytes(clean, maxBytes)
  return cutToBytes(clean.slice(0, dot), maxBytes - byteLength(extension)) + extension
}
