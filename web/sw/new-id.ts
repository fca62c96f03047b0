/**
 * A UUID of version 7 (RFC 9562, 5.7): what the `uuid` package makes, but for the order of those of
 * one millisecond, which nobody asks for of another id for an upload.
 *
 * @param now ms since 1970
 */
export function newId(now: number): string {
  const time = now.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`
}
