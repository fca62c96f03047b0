/** The XML body of a request: small, and as the client says it is. */
import { createDigests, readAnnounced, type Announced } from './announced.ts'
import { readSmall } from './body.ts'
import { S3Error } from './errors.ts'
import { MAX_XML_BYTES, type Call } from './operation.ts'

/**
 * Reads a body of at most 4 MiB of UTF-8, with its checksums verified.
 *
 * @param announced where the request's checksum headers are not about its body
 * @throws S3Error MalformedXML, BadDigest and all that reading a body throws
 */
export async function readXmlBody(call: Call, announced?: Announced): Promise<string> {
  const body = call.openBody()
  const digests = await createDigests(announced ?? readAnnounced(call.headers), undefined)
  const bytes = await readSmall(body, MAX_XML_BYTES)
  digests.update(bytes)
  digests.verify(body.trailers())
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new S3Error('MalformedXML', 'The XML of a request must be in UTF-8', { cause })
  }
}
