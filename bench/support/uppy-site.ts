/** The page with Uppy, and the endpoint that signs its requests to the store. */
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
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

const requestSchema = v.object({
  method: v.picklist(['POST', 'PUT']),
  key: v.string(),
  uploadId: v.optional(v.string()),
  partNumber: v.optional(v.number()),
})

/** @param endpoint the store as the browser reaches it. Gives the page's address */
export async function startUppySite(
  endpoint: string,
  account: Account,
  endings: Endings,
): Promise<string> {
  const script = await bundle(join('page', 'uppy.ts'))
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
      const isScript = request.url === '/page.js'
      response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
      response.end(isScript ? script : PAGE)
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
  if (method === 'PUT') {
    const part = new UploadPartCommand({ ...at, PartNumber: partNumber })
    return getSignedUrl(client, part, { expiresIn: LIFETIME })
  }
  return uploadId === undefined
    ? getSignedUrl(client, new CreateMultipartUploadCommand(at), { expiresIn: LIFETIME })
    : getSignedUrl(client, new CompleteMultipartUploadCommand(at), { expiresIn: LIFETIME })
}
