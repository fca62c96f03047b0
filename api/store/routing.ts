/** Which operation of S3 a request means. */
import { S3Error } from './errors.ts'
import type { Operation } from './operation.ts'
import * as attributes from './operations/attributes.ts'
import * as buckets from './operations/buckets.ts'
import * as copies from './operations/copies.ts'
import * as objectLists from './operations/list-objects.ts'
import * as uploadLists from './operations/list-uploads.ts'
import * as multipart from './operations/multipart.ts'
import * as objects from './operations/objects.ts'
import type { StoreRequest } from './request.ts'

/** By method and subresource; the empty one is the bucket or object itself. */
type Table = Readonly<Record<string, Operation>>

const BUCKET: Table = {
  'GET ': objectLists.listObjectsV1,
  'GET list-type': objectLists.listObjectsV2,
  'GET location': buckets.getBucketLocation,
  'GET uploads': uploadLists.listMultipartUploads,
  'GET cors': buckets.getBucketCors,
  'PUT cors': buckets.putBucketCors,
  'DELETE cors': buckets.deleteBucketCors,
  'GET lifecycle': buckets.getBucketLifecycle,
  'PUT lifecycle': buckets.putBucketLifecycle,
  'DELETE lifecycle': buckets.deleteBucketLifecycle,
  'HEAD ': buckets.headBucket,
  'PUT ': buckets.createBucket,
  'POST delete': buckets.deleteObjects,
}

const OBJECT: Table = {
  'GET ': objects.getObject,
  'HEAD ': objects.headObject,
  'PUT ': objects.putObject,
  'PUT copy': copies.copyObject,
  'DELETE ': objects.deleteObject,
  'GET attributes': attributes.getObjectAttributes,
  'GET tagging': attributes.getObjectTagging,
  'PUT tagging': attributes.putObjectTagging,
  'DELETE tagging': attributes.deleteObjectTagging,
  'POST uploads': multipart.createMultipartUpload,
  'GET uploadId': uploadLists.listParts,
  'PUT uploadId': multipart.uploadPart,
  'PUT uploadId copy': copies.uploadPartCopy,
  'POST uploadId': multipart.completeMultipartUpload,
  'DELETE uploadId': multipart.abortMultipartUpload,
}

/** Query parameters of S3 that make another operation of a request; the first three are ours too. */
const SUBRESOURCES = [
  'uploads',
  'uploadId',
  'attributes',
  'cors',
  'delete',
  'list-type',
  'location',
  'tagging',
  'accelerate',
  'acl',
  'analytics',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'renameObject',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'torrent',
  'versioning',
  'versions',
  'website',
]

/**
 * Finds the operation, after the signature was found right.
 *
 * @param bucket the store's only one
 * @throws S3Error NoSuchBucket, NotImplemented, MethodNotAllowed
 */
export function route(
  request: StoreRequest,
  headers: ReadonlyMap<string, string>,
  bucket: string,
): Operation {
  if (request.bucket === undefined) {
    if (request.method === 'GET') return buckets.listBuckets
    throw new S3Error('MethodNotAllowed', 'The specified method is not allowed here.')
  }
  const subresource = SUBRESOURCES.find((name) => request.query.has(name)) ?? ''
  const isOurs = request.bucket === bucket
  const creates = request.method === 'PUT' && request.key === undefined && subresource === ''
  if (!isOurs && !creates) {
    throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', {
      fields: { BucketName: request.bucket },
    })
  }
  const version = request.query.get('versionId')
  if (version !== undefined && version !== 'null') throw notImplemented('versionId')
  const copy = request.method === 'PUT' && headers.has('x-amz-copy-source') ? ' copy' : ''
  const name = `${request.method} ${`${subresource}${copy}`.trim()}`
  const operation = (request.key === undefined ? BUCKET : OBJECT)[name]
  if (!operation) throw notImplemented(name)
  return operation
}

function notImplemented(what: string): S3Error {
  return new S3Error(
    'NotImplemented',
    'A header or query you provided requested a function that is not implemented.',
    { fields: { Requested: what } },
  )
}
