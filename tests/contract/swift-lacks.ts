import type { Lack, Lacks } from './clause.ts'
import { ACCEPTED, NO_CHECKSUMS } from './no-checksums.ts'

const NO_TAGS: Lack = { instead: '501 NotImplemented', seen: /^NotImplemented: Object tagging/ }
const NO_CHECKSUM_IN_COMPLETE: Lack = {
  instead: 'Complete with checksums is 400 MalformedXML',
  seen: /MalformedXML/,
}
const NO_CORS_ON_ERRORS: Lack = {
  instead: 'an error has no CORS headers: a page sees a failed connection',
  seen: /expected '' to match/,
}

/** What OpenStack Swift 2.30 (Debian 12) does otherwise than S3. */
export const SWIFT_LACKS: Lacks = {
  'takes what the SDK streams in chunks with a trailing checksum': {
    instead: '501 NotImplemented',
    seen: /^NotImplemented: .*aws-chunked/,
  },
  'puts an object only if the key is free': {
    instead: '501 NotImplemented',
    seen: /^NotImplemented: Conditional object PUTs/,
  },
  'lets one of three win that put the same free key at once': {
    instead: '501 NotImplemented for each',
    seen: /expected '0 won' to be '1 won'/,
  },
  'does not complete an upload if the key is taken': {
    instead: 'the code is InvalidRequest',
    seen: /expected '412 InvalidRequest' to be '412 PreconditionFailed'/,
  },
  'refuses metadata of more than 2 KiB': ACCEPTED,

  'locks an object, or refuses it': {
    instead: 'it is accepted, and not locked',
    seen: /expected undefined to be 'GOVERNANCE'/,
  },

  'keeps the tags that an object was put with': NO_TAGS,
  'keeps the tags of an upload': NO_TAGS,
  'replaces and deletes tags': NO_TAGS,
  'refuses the same tag twice': {
    instead: '501 NotImplemented',
    seen: /expected '501 NotImplemented' to be/,
  },

  'expands no entities in the XML of Complete': {
    instead: 'it answers 500',
    seen: /expected 500 to be 400/,
  },
  'lists no parts of an upload that was completed': {
    instead: 'it still answers',
    seen: /expected '200' to be '404 NoSuchUpload'/,
  },
  'takes no part of an upload that was completed': {
    instead: 'it is accepted',
    seen: /expected '200' to be '404 NoSuchUpload'/,
  },
  'refuses to complete if the size is not what was said': ACCEPTED,
  'tells the attributes of an object': {
    instead: 'it sends the object',
    seen: /XML parse error/,
  },

  ...NO_CHECKSUMS,
  'proves the CRC64NVME of the whole object': NO_CHECKSUM_IN_COMPLETE,
  'refuses to complete with another CRC64NVME of the whole object': NO_CHECKSUM_IN_COMPLETE,
  'refuses a part in Complete with another checksum': NO_CHECKSUM_IN_COMPLETE,
  'makes the SHA-256 of an object of those of its parts': NO_CHECKSUM_IN_COMPLETE,
  'tells the checksum among the attributes of an object': NO_CHECKSUM_IN_COMPLETE,

  // As of Debian's 2.30.1; a build before it refused them.
  'refuses an x-amz header that is not signed': {
    instead: 'it is accepted',
    seen: /expected '200' to be '403 AccessDenied'/,
    varies: true,
  },
  'refuses a URL that is not valid yet': {
    instead: 'it is accepted',
    seen: /expected '404 NoSuchKey' to be '403 AccessDenied'/,
  },
  'refuses an anonymous request': {
    instead: 'it is not taken for a request of S3: an error without XML',
    seen: /expected '4\d\d' to be '403 AccessDenied'/,
  },
  'refuses an access key that it does not know': {
    instead: 'the code is SignatureDoesNotMatch',
    seen: /expected '403 SignatureDoesNotMatch' to be '403 InvalidAccessKeyId'/,
  },
  'refuses a body that is not the one whose hash was signed': {
    instead: 'the code is BadDigest',
    seen: /expected '400 BadDigest' to be '400 XAmzContentSHA256Mismatch'/,
  },

  'lets the answer to a preflight be kept': {
    instead: 'there is no Access-Control-Max-Age',
    seen: /expected 0 to be greater than 0/,
  },
  'allows no page of another origin': {
    instead: 'the status is 401, without CORS headers',
    seen: /expected 401 to be 403/,
  },
  'shows a page the checksum of its part': {
    instead: 'it is not exposed',
    seen: /expected \[\] to deeply equal/,
  },
  'shows a page that its upload is gone': NO_CORS_ON_ERRORS,
  'shows a page that its signature is wrong': NO_CORS_ON_ERRORS,
  'shows a page that its URL has expired': NO_CORS_ON_ERRORS,

  'keeps the rules that abort incomplete uploads and remove old objects': {
    instead: 'the code is MalformedXML',
    seen: /^MalformedXML/,
  },
}
