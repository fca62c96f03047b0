import { format, later } from './catalogue.ts'

/** A size as people say it, with all its bytes behind it where that says more. */
export function exactSize(bytes: number): string {
  const size = format.bytes(bytes)
  return bytes < 1000 ? size : later.receipt.sizeValue(size, bytes)
}
