import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type ListMultipartUploadsCommandInput,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { md5ETag } from './bytes.ts'
import type { Clauses } from './clause.ts'
import type { S3 } from './s3.ts'
import { complete, createUpload, uploadPart, uploadParts, type Upload } from './upload.ts'

export const uploadListing: Clauses = {
  'lists parts by their numbers': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    for (const number of [10, 9, 2]) {
      await uploadPart(s3, upload, number, Buffer.from(`part ${number}`))
    }
    const listed = await s3.client.send(new ListPartsCommand(upload))
    expect(listed).toMatchObject({ ...upload, IsTruncated: false })
    expect(listed.Parts).toMatchObject(
      [2, 9, 10].map((number) => {
        const body = Buffer.from(`part ${number}`)
        return { PartNumber: number, Size: body.length, ETag: md5ETag(body) }
      }),
    )
  },

  'lists no parts of a new upload': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const { Parts = [], IsTruncated } = await s3.client.send(new ListPartsCommand(upload))
    expect({ Parts, IsTruncated }).toEqual({ Parts: [], IsTruncated: false })
  },

  'lists parts page by page': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const numbers = [1, 2, 3, 10, 11]
    for (const number of numbers) await uploadPart(s3, upload, number, Buffer.from('x'))
    const pages: unknown[] = []
    let marker: string | undefined
    do {
      const { Parts = [], ...page } = await s3.client.send(
        new ListPartsCommand({ ...upload, MaxParts: 2, PartNumberMarker: marker }),
      )
      pages.push(Parts.map(({ PartNumber }) => PartNumber))
      marker = page.IsTruncated ? page.NextPartNumberMarker : undefined
    } while (marker !== undefined && pages.length < 10)
    expect(pages).toEqual([[1, 2], [3, 10], [11]])
  },

  'lists nothing behind the last part': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    await uploadPart(s3, upload, 1, Buffer.from('x'))
    const command = new ListPartsCommand({ ...upload, PartNumberMarker: '1' })
    const { Parts = [], IsTruncated } = await s3.client.send(command)
    expect({ Parts, IsTruncated }).toEqual({ Parts: [], IsTruncated: false })
  },

  'lists the running uploads under a prefix': async (s3) => {
    const { Bucket, Key: Prefix } = s3.place('')
    const create = (name: string) => createUpload(s3, { Bucket, Key: Prefix + name })
    const uploads = [await create('a'), await create('b'), await create('b/c')]
    const aborted = await create('gone')
    await s3.client.send(new AbortMultipartUploadCommand(aborted))
    const completed = await create('made')
    await complete(s3, completed, await uploadParts(s3, completed, [Buffer.from('x')]))
    expect(await uploadPages(s3, { Bucket, Prefix })).toEqual([ids(uploads)])
    expect(await uploadPages(s3, { Bucket, Prefix: `${Prefix}b` })).toEqual([ids(uploads.slice(1))])
  },

  'lists uploads page by page, several of one key too': async (s3) => {
    const { Bucket, Key: Prefix } = s3.place('')
    const uploads: Upload[] = []
    for (const name of ['a', 'b', 'b', 'b', 'c']) {
      uploads.push(await createUpload(s3, { Bucket, Key: Prefix + name }))
    }
    const pages = await uploadPages(s3, { Bucket, Prefix, MaxUploads: 2 })
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1])
    expect(pages.flat().toSorted()).toEqual(ids(uploads).toSorted())
  },
}

const ids = (uploads: readonly Upload[]) => uploads.map(({ Key, UploadId }) => `${Key} ${UploadId}`)

async function uploadPages(s3: S3, input: ListMultipartUploadsCommandInput): Promise<string[][]> {
  const pages: string[][] = []
  let markers: Partial<ListMultipartUploadsCommandInput> | undefined = {}
  while (markers && pages.length < 10) {
    const { Uploads = [], ...page } = await s3.client.send(
      new ListMultipartUploadsCommand({ ...input, ...markers }),
    )
    pages.push(Uploads.map(({ Key, UploadId }) => `${Key} ${UploadId}`))
    markers = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
      : undefined
  }
  return pages
}
