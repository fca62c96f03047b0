import { createMD5 } from 'hash-wasm'

/**
 * The MD5, base64, that an ETag is, null where it is none: a store that encrypts with its own keys
 * gives other ETags ("Checking object integrity", AWS S3 user guide).
 */
export function md5FromEtag(etag: string): string | null {
  if (!/^[0-9a-f]{32}$/i.test(etag)) return null
  return btoa(String.fromCharCode(...bytesOfHex(etag)))
}

/** The ETag of a multipart object from its parts' MD5s (base64): their MD5 in hex, '-', their number. */
export async function md5OfMd5s(parts: readonly string[]): Promise<string> {
  const text = parts.map((part) => atob(part)).join('')
  const bytes = Uint8Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
  const hasher = await createMD5()
  return `${hasher.update(bytes).digest()}-${parts.length}`
}

function bytesOfHex(hex: string): number[] {
  return (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))
}
