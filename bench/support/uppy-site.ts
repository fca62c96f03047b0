/** The page with Uppy, and the endpoint that signs its requests to the store. */
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import * as v from 'valibot'
import { createS3Client } from '../../api/s3/client.ts'
import type { Endings } from './ending.ts'
import type { Account } from './servers.ts'
import { bundle, serve } from './site.ts'

const PAGE =
  '<!doctype html><title>Uppy</title><body><input type="file"><script src="/page.js"></script>'
const LIFETIME = 3600

/** Scripts by their paths on the site. */
type Scripts = Readonly<Record<string, string>>

/** The page that sends, and no more. */
export async function bundleUppy(): Promise<Scripts> {
  return { '/page.js': await bundle(join('page', 'uppy.ts')) }
}

/** The page with all that Uppy has against interruptions. */
export async function bundleRecoveringUppy(): Promise<Scripts> {
  return {
    '/page.js': await bundle(join('page', 'uppy-recovering.ts')),
    '/worker.js': await bundle(join('worker', 'uppy.ts')),
  }
}

const requestSchema = v.object({
  method: v.picklist(['POST', 'PUT', 'GET', 'DELETE']),
  key: v.string(),
  uploadId: v.optional(v.string()),
  partNumber: v.optional(v.number()),
})

/** @param endpoint the store as the browser reaches it. Gives the page's address */
export async function startUppySite(
  scripts: Scripts,
  endpoint: string,
  account: Account,
  endings: Pick<Endings, 'add'>,
): Promise<string> {
  const { bucket, region, credentials } = account
  const client = createS3Client({
    bucket,
    region,
    endpoint,
    publicEndpoint: undefined,
    forcePathStyle: true,
    credentials,
  })
  endings.add(async () => client.destroy())
  return serve((request, response) => {
    if (request.url !== '/sign') {
      const script = scripts[request.url ?? '']
      const type = script === undefined ? 'text/html' : 'text/javascript'
      response.setHeader('Content-Type', `${type}; charset=utf-8`)
      response.end(script ?? PAGE)
      return
    }
    sign(client, bucket, request).then(
      (url) => response.end(JSON.stringify({ url })),
      (error: unknown) => response.writeHead(400).end(String(error)),
    )
  }, endings)
}

async function sign(client: S3Client, Bucket: string, request: IncomingMessage): Promise<string> {
  const { method, key, uploadId, partNumber } = v.parse(requestSchema, await json(request))
  const at = { Bucket, Key: key, UploadId: uploadId }
  const lasting = { expiresIn: LIFETIME }
  switch (method) {
    case 'PUT': {
      const part = new UploadPartCommand({ ...at, PartNumber: partNumber })
      return getSignedUrl(client, part, lasting)
    }
    case 'GET':
      return getSignedUrl(client, new ListPartsCommand(at), lasting)
    case 'DELETE':
      return getSignedUrl(client, new AbortMultipartUploadCommand(at), lasting)
    case 'POST':
      return uploadId === undefined
        ? getSignedUrl(client, new CreateMultipartUploadCommand(at), lasting)
        : getSignedUrl(client, new CompleteMultipartUploadCommand(at), lasting)
  }
}
