import { createHash } from 'node:crypto'

/**
 * A small object's content with its MD5, without which S3 takes nothing into a bucket that locks by
 * itself ("Object Lock considerations", Amazon S3 User Guide). Every store knows it.
 */
export function provedBody(text: string): { readonly Body: string; readonly ContentMD5: string } {
  return { Body: text, ContentMD5: createHash('md5').update(text).digest('base64') }
}
