import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketCorsCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** A folder that can't be opened, or whose names can't be made to last, while it has a fault. */
const fault = vi.hoisted((): { folder: string; at: 'open' | 'sync' } => ({
  folder: '',
  at: 'open',
}))

vi.mock('node:fs/promises', async (original) => {
  const real = await original<{ open: (path: string, ...rest: never[]) => Promise<object> }>()
  return {
    ...real,
    open: async (path: string, ...rest: never[]) => {
      if (path !== fault.folder) return real.open(path, ...rest)
      if (fault.at === 'open') throw Object.assign(new Error('no file left'), { code: 'EMFILE' })
      const sync = () => Promise.reject(Object.assign(new Error('disk failure'), { code: 'EIO' }))
      return Object.assign(await real.open(path, ...rest), { sync })
    },
  }
})
const { startTestStore, BUCKET } = await import('./test-store.ts')

const at = { Bucket: BUCKET, Key: 'film.mov' }

let store: Awaited<ReturnType<typeof startTestStore>>
beforeEach(async () => {
  store = await startTestStore()
})
afterEach(async () => {
  fault.folder = ''
  await store.dispose()
})

/** Does what fails, as the folder of that name has a fault. */
async function fails(folder: string, where: 'open' | 'sync', work: () => Promise<unknown>) {
  fault.folder = join(store.folder, folder)
  fault.at = where
  await expect(work()).rejects.toThrow(where === 'open' ? /Try again/ : /internal error/)
  fault.folder = ''
}

const put = (Body: string) => store.client.send(new PutObjectCommand({ ...at, Body }))
const remove = () => store.client.send(new DeleteObjectCommand(at))

/** The object, or the name of the error. */
async function read(): Promise<string> {
  try {
    const { Body } = await store.client.send(new GetObjectCommand(at))
    return (await Body?.transformToString()) ?? ''
  } catch (error) {
    return error instanceof Error ? error.name : String(error)
  }
}

/** What is read now, and after a start. */
async function readTwice(): Promise<string[]> {
  const before = await read()
  store = await store.restart()
  return [before, await read()]
}

const dataCount = async () => (await readdir(join(store.folder, 'data'))).length

/** Undoes the last change of the object's record, as a crash of the machine may do. */
async function rememberRecord() {
  const folder = join(store.folder, 'objects')
  const [name = ''] = await readdir(folder)
  const record = await readFile(join(folder, name))
  return { restore: () => writeFile(join(folder, name), record) }
}

describe('an object that is put in place of another', () => {
  it('is not there where its folder could not be opened', async () => {
    await put('the first')
    await fails('objects', 'open', () => put('the second'))
    expect(await dataCount()).toBe(1)
    expect(await readTwice()).toEqual(['the first', 'the first'])
  })

  it('is there where only its name could not be made to last', async () => {
    await put('the first')
    await fails('objects', 'sync', () => put('the second'))
    expect(await readTwice()).toEqual(['the second', 'the second'])
  })

  it('leaves the other until its own name lasts', async () => {
    await put('the first')
    const record = await rememberRecord()
    await fails('objects', 'sync', () => put('the second'))
    await record.restore()
    store = await store.restart()
    expect(await read()).toBe('the first')
    await fails('objects', 'sync', () => put('the second'))
    expect(await dataCount()).toBe(2)
    await put('the third')
    expect(await dataCount()).toBe(1)
    expect(await readTwice()).toEqual(['the third', 'the third'])
  })

  it('keeps the tags that its record has', async () => {
    await put('the first')
    const tags = { Tagging: { TagSet: [{ Key: 'shown', Value: 'once' }] } }
    const tag = () => store.client.send(new PutObjectTaggingCommand({ ...at, ...tags }))
    await fails('objects', 'sync', tag)
    const count = async () => (await store.client.send(new GetObjectCommand(at))).TagCount
    expect(await count()).toBe(1)
    store = await store.restart()
    expect(await count()).toBe(1)
  })
})

describe('an object that is removed', () => {
  it('is still there where its folder could not be opened', async () => {
    await put('the first')
    await fails('objects', 'open', remove)
    expect(await readTwice()).toEqual(['the first', 'the first'])
  })

  it('is gone where only that could not be made to last, and comes back whole', async () => {
    await put('the first')
    const record = await rememberRecord()
    await fails('objects', 'sync', remove)
    expect(await read()).toBe('NoSuchKey')
    await record.restore()
    store = await store.restart()
    expect(await read()).toBe('the first')
  })

  it('is removed for good when that is asked for again', async () => {
    await put('the first')
    await fails('objects', 'sync', remove)
    await fails('objects', 'sync', remove)
    await remove()
    expect(await dataCount()).toBe(0)
    expect(await readTwice()).toEqual(['NoSuchKey', 'NoSuchKey'])
  })
})

describe('an upload', () => {
  async function upload() {
    const { UploadId } = await store.client.send(new CreateMultipartUploadCommand(at))
    const part = { ...at, UploadId, PartNumber: 1 }
    const send = (Body: string) => store.client.send(new UploadPartCommand({ ...part, Body }))
    const { ETag } = await send('all of it')
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    return {
      send,
      complete: () =>
        store.client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload })),
      abort: () => store.client.send(new AbortMultipartUploadCommand({ ...at, UploadId })),
    }
  }
  const uploads = async () =>
    (await store.client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))).Uploads?.length

  it('goes on where the folder of objects could not be opened', async () => {
    const { complete, send } = await upload()
    await fails('objects', 'open', complete)
    await send('all of it')
    await complete()
    expect(await readTwice()).toEqual(['all of it', 'all of it'])
  })

  it('has ended where only the name of its object could not be made to last', async () => {
    const { complete, send, abort } = await upload()
    await fails('objects', 'sync', complete)
    await expect(abort()).rejects.toMatchObject({ name: 'NoSuchUpload' })
    await expect(send('something else')).rejects.toMatchObject({ name: 'NoSuchUpload' })
    expect(await uploads()).toBeUndefined()
    expect(await readTwice()).toEqual(['all of it', 'all of it'])
    expect(await uploads()).toBeUndefined()
    await complete()
  })

  it('is said to be completed only once the name of its object lasts', async () => {
    await put('the first')
    const { complete } = await upload()
    await fails('objects', 'sync', complete)
    await fails('objects', 'sync', complete)
    expect(await dataCount()).toBe(2)
    await complete()
    expect(await dataCount()).toBe(1)
    expect(await readTwice()).toEqual(['all of it', 'all of it'])
  })

  it('leaves nothing where it could not begin', async () => {
    for (const where of ['open', 'sync'] as const) {
      await fails('uploads', where, () => store.client.send(new CreateMultipartUploadCommand(at)))
      await fails('data', where, () => store.client.send(new CreateMultipartUploadCommand(at)))
    }
    expect(await readdir(join(store.folder, 'uploads'))).toEqual([])
    expect(await dataCount()).toBe(0)
  })
})

it('the rules of the bucket are those of its record', async () => {
  const rule = { AllowedMethods: ['GET'], AllowedOrigins: ['https://app.example'] }
  const input = { Bucket: BUCKET, CORSConfiguration: { CORSRules: [rule] } }
  await fails('', 'sync', () => store.client.send(new PutBucketCorsCommand(input)))
  const rules = async () =>
    (await store.client.send(new GetBucketCorsCommand({ Bucket: BUCKET }))).CORSRules
  expect(await rules()).toMatchObject([rule])
  store = await store.restart()
  expect(await rules()).toMatchObject([rule])
})
