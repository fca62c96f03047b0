import type { Lack, Lacks } from './clause.ts'
import { ACCEPTED, NO_CHECKSUMS } from './no-checksums.ts'

const NO_XML: Lack = { instead: 'the answer is no XML of S3', seen: /XML parse error/ }
const NO_CHECKSUM_OF_OBJECT: Lack = {
  instead: 'the checksums are ignored',
  seen: /to match object \{ …\(2\) \}/,
}
const NO_KEY: Lack = {
  instead: 'ListParts says NoSuchKey',
  seen: /expected '404 NoSuchKey' to be '404 NoSuchUpload'/,
}
const NO_CORS_ON_REFUSALS: Lack = {
  instead: 'a 403 has no CORS headers: a page sees a failed connection',
  seen: /expected '' to match/,
}
const EMPTY_ETAG_OF_COMPLETE = 'the first answer to Complete has an empty ETag'

/** What Ceph RGW 16.2 (Debian 12) does otherwise than S3. */
export const CEPH_LACKS: Lacks = {
  'takes what the SDK streams in chunks with a trailing checksum': {
    instead: '411 MissingContentLength',
    seen: /^MissingContentLength/,
  },
  'gives an object if its ETag is another': {
    instead: 'If-None-Match: * is ignored by GET',
    seen: /expected 200 to be 304/,
  },
  'does not delete an object if its ETag is another': {
    instead: 'If-Match is ignored by DELETE: the object is deleted',
    seen: /expected '200' to be '412 PreconditionFailed'/,
  },
  'does not complete an upload if the key is taken': {
    instead: 'If-None-Match is ignored by Complete: the object is overwritten',
    seen: /expected '200' to be '412 PreconditionFailed'/,
  },
  'refuses a key of more than 1,024 bytes': {
    instead: 'the code is InvalidObjectName',
    seen: /expected '400 InvalidObjectName' to be '400 KeyTooLongError'/,
  },
  'keeps or refuses a key with a NUL': NO_XML,
  'refuses metadata of more than 2 KiB': ACCEPTED,

  'keeps the tags of an upload': {
    instead: 'they are forgotten',
    seen: /expected undefined to deeply equal \[ \{ Key: 'kind'/,
  },
  'refuses the same tag twice': ACCEPTED,

  'leaves out parts that Complete does not name': {
    instead: '400 InvalidPart: all parts must be named',
    seen: /^InvalidPart/,
  },
  'refuses the part numbers 0 and 10,001': ACCEPTED,
  'knows no upload under another key': NO_KEY,
  'forgets an upload that was aborted': NO_KEY,
  'knows no upload that never was': NO_KEY,
  'lists no parts of an upload that was completed': NO_KEY,
  'refuses parts out of order, or twice': ACCEPTED,
  'expands no entities in the XML of Complete': {
    instead: 'they are expanded',
    seen: /expected 200 to be 400/,
  },
  'names the object that it made': {
    instead: EMPTY_ETAG_OF_COMPLETE,
    seen: /to match object \{ Bucket: 'contract'/,
  },
  'can be repeated with the same answer': {
    instead: EMPTY_ETAG_OF_COMPLETE,
    seen: /expected '[0-9a-f]{32}-2' to be ''/,
  },
  'refuses to complete if the size is not what was said': ACCEPTED,
  'tells the attributes of an object': NO_XML,

  ...NO_CHECKSUMS,
  'proves the CRC64NVME of the whole object': NO_CHECKSUM_OF_OBJECT,
  'refuses to complete with another CRC64NVME of the whole object': ACCEPTED,
  'refuses a part in Complete with another checksum': ACCEPTED,
  'makes the SHA-256 of an object of those of its parts': NO_CHECKSUM_OF_OBJECT,
  'tells the checksum among the attributes of an object': NO_XML,

  'refuses an x-amz header that is not signed': {
    instead: 'it is accepted',
    seen: /expected '200' to be '403 AccessDenied'/,
  },
  'refuses an expired URL, and says so': {
    instead: 'it is refused without the message',
    seen: /^AssertionError: expected '<\?xml .* to contain '<Message>Request has expired/,
  },
  'refuses a URL that is not valid yet': {
    instead: 'it is accepted',
    seen: /expected '404 NoSuchKey' to be '403 AccessDenied'/,
  },
  'refuses a URL that lives longer than 7 days': {
    instead: 'the answer is 403 AccessDenied',
    seen: /expected '403 AccessDenied' to be '400 AuthorizationQueryParametersError'/,
  },
  'refuses a URL for another region': {
    instead: 'it is accepted',
    seen: /expected '404 NoSuchKey' to be '400 AuthorizationQueryParametersError'/,
  },

  'shows a page that its signature is wrong': NO_CORS_ON_REFUSALS,
  'shows a page that its URL has expired': NO_CORS_ON_REFUSALS,
}
