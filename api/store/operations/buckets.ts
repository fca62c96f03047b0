/** The operations on the bucket itself. */
import * as v from 'valibot'
import { readCorsConfiguration, writeCorsConfiguration } from '../cors-rules.ts'
import { S3Error } from '../errors.ts'
import { readLifecycleConfiguration, writeLifecycleConfiguration } from '../lifecycle-rules.ts'
import { NO_CONTENT, xmlAnswer, type Operation } from '../operation.ts'
import { readXmlBody } from '../small-body.ts'
import { one, readXml } from '../xml-read.ts'
import { element, xmlDocument } from '../xml-write.ts'
import { MAX_LIST_PAGE } from '../../../shared/limits.ts'

export const listBuckets: Operation = ({ bucket, state }) => {
  const created = new Date(state.settings.created).toISOString()
  const owner = element('Owner', element('ID', 'owner'), element('DisplayName', 'owner'))
  const only = element('Bucket', element('Name', bucket), element('CreationDate', created))
  return xmlAnswer(xmlDocument('ListAllMyBucketsResult', owner, element('Buckets', only)))
}

export const headBucket: Operation = ({ region }) => ({
  status: 200,
  headers: { 'x-amz-bucket-region': region },
})

/** The store has one bucket, which was there before anyone could ask for it. */
export const createBucket: Operation = ({ request, bucket }) => {
  if (request.bucket === bucket) {
    throw new S3Error(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      { fields: { BucketName: bucket } },
    )
  }
  throw new S3Error('TooManyBuckets', `This store has one bucket, which is named ${bucket}`)
}

export const getBucketLocation: Operation = ({ region }) =>
  xmlAnswer(xmlDocument('LocationConstraint', region === 'us-east-1' ? undefined : region))

export const getBucketCors: Operation = ({ state }) => {
  if (state.settings.cors.length === 0) {
    throw new S3Error('NoSuchCORSConfiguration', 'The CORS configuration does not exist')
  }
  return xmlAnswer(writeCorsConfiguration(state.settings.cors))
}

export const putBucketCors: Operation = async (call) => {
  await call.state.settings.setCors(readCorsConfiguration(await readXmlBody(call)))
  return { status: 200 }
}

export const deleteBucketCors: Operation = async ({ state }) => {
  await state.settings.setCors([])
  return NO_CONTENT
}

export const getBucketLifecycle: Operation = ({ state }) => {
  if (state.settings.lifecycle.length === 0) {
    throw new S3Error('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist')
  }
  return xmlAnswer(writeLifecycleConfiguration(state.settings.lifecycle))
}

export const putBucketLifecycle: Operation = async (call) => {
  await call.state.settings.setLifecycle(readLifecycleConfiguration(await readXmlBody(call)))
  return { status: 200 }
}

export const deleteBucketLifecycle: Operation = async ({ state }) => {
  await state.settings.setLifecycle([])
  return NO_CONTENT
}

const DeleteBody = v.strictObject({
  Quiet: v.optional(one(v.picklist(['true', 'false']))),
  Object: v.pipe(
    v.array(v.strictObject({ Key: one(v.pipe(v.string(), v.minLength(1))) })),
    v.minLength(1),
    v.maxLength(MAX_LIST_PAGE),
  ),
})

export const deleteObjects: Operation = async (call) => {
  const { Object: listed, Quiet } = readXml(await readXmlBody(call), 'Delete', DeleteBody)
  for (const { Key } of listed) await call.state.objects.remove(Key)
  const deleted = listed.map(({ Key }) => element('Deleted', element('Key', Key)))
  return xmlAnswer(xmlDocument('DeleteResult', Quiet === 'true' ? [] : deleted))
}
