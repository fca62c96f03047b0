import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  type CompletedPart,
  type CompleteMultipartUploadCommandInput,
  type CreateMultipartUploadCommandInput,
} from '@aws-sdk/client-s3'
import type { Place, S3 } from './s3.ts'

/** An upload that was created, and where its object will be. */
export interface Upload extends Place {
  readonly UploadId: string
}

export async function createUpload(
  s3: S3,
  place: Place,
  input: Partial<CreateMultipartUploadCommandInput> = {},
): Promise<Upload> {
  const command = new CreateMultipartUploadCommand({ ...input, ...place })
  const { UploadId } = await s3.client.send(command)
  if (UploadId === undefined) throw new Error('no upload id')
  return { ...place, UploadId }
}

/** Sends a part by a presigned URL, as the browser does; `headers` are signed. */
export async function sendPart(
  s3: S3,
  upload: Upload,
  number: number,
  body: Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const query = { partNumber: String(number), uploadId: upload.UploadId }
  const url = await s3.presign('PUT', upload, { query, headers })
  return fetch(url, { method: 'PUT', body, headers })
}

/** Sends a part by the SDK and gives what Complete wants to know of it. */
export async function uploadPart(
  s3: S3,
  upload: Upload,
  PartNumber: number,
  Body: Uint8Array,
): Promise<CompletedPart> {
  const command = new UploadPartCommand({ ...upload, PartNumber, Body })
  const { ETag } = await s3.client.send(command)
  if (ETag === undefined) throw new Error('no ETag')
  return { PartNumber, ETag }
}

/** Parts 1, 2, … one after the other. */
export async function uploadParts(
  s3: S3,
  upload: Upload,
  bodies: readonly Uint8Array[],
): Promise<CompletedPart[]> {
  const parts: CompletedPart[] = []
  for (const body of bodies) parts.push(await uploadPart(s3, upload, parts.length + 1, body))
  return parts
}

export function complete(
  s3: S3,
  upload: Upload,
  Parts: CompletedPart[],
  input: Partial<CompleteMultipartUploadCommandInput> = {},
) {
  const command = new CompleteMultipartUploadCommand({
    ...input,
    ...upload,
    MultipartUpload: { Parts },
  })
  return s3.client.send(command)
}
