/** Texts from outside, made fit for keys, headers and claims. */

/** The text with every lone surrogate replaced by U+FFFD, as UTF-8 can't carry one. */
export function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}

/** Bytes of the text in UTF-8. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

/** The longest beginning of a well-formed text that has at most `maxBytes` bytes of UTF-8. */
export function cutToBytes(text: string, maxBytes: number): string {
  if (byteLength(text) <= maxBytes) return text
  let bytes = 0
  let end = 0
  for (const point of text) {
    bytes += byteLength(point)
    if (bytes > maxBytes) break
    end += point.length
  }
  return text.slice(0, end)
}
