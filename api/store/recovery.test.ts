import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  CreateMultipartUploadCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BUCKET, startTestStore, type TestStore } from './test-store.ts'

let store: TestStore
beforeEach(async () => {
  store = await startTestStore()
})
afterEach(() => store.dispose())

async function uploadParts(numbers: readonly number[], UploadId?: string) {
  const upload = { Bucket: BUCKET, Key: 'key' }
  const id =
    UploadId ?? (await store.client.send(new CreateMultipartUploadCommand(upload))).UploadId
  for (const PartNumber of numbers) {
    await store.client.send(
      new UploadPartCommand({ ...upload, UploadId: id, PartNumber, Body: `part ${PartNumber}` }),
    )
  }
  return id ?? ''
}

async function listedNumbers(UploadId: string) {
  const list = new ListPartsCommand({ Bucket: BUCKET, Key: 'key', UploadId })
  return (await store.client.send(list)).Parts?.map(({ PartNumber }) => PartNumber)
}

describe('a start after a crash', () => {
  it('goes on after a line of the journal that was cut off', async () => {
    const id = await uploadParts([1, 2])
    await appendFile(join(store.folder, 'uploads', `${id}.log`), '{"partNumber":3,"file"')
    store = await store.restart()
    await uploadParts([4], id)
    store = await store.restart()
    expect(await listedNumbers(id)).toEqual([1, 2, 4])
  })

  it('removes what was half written', async () => {
    const id = await uploadParts([1])
    const folder = join(store.folder, 'data', id)
    const [kept] = await readdir(folder)
    await writeFile(join(folder, '2.00'), 'half a part')
    await writeFile(join(store.folder, 'temporary', 'draft'), 'half a record')
    store = await store.restart()
    expect(await readdir(folder)).toEqual([kept])
    expect(await readdir(join(store.folder, 'temporary'))).toEqual([])
    expect(await listedNumbers(id)).toEqual([1])
  })

  it('lists no part whose file is gone, and the one before it if that is there', async () => {
    const id = await uploadParts([1, 2])
    const journal = join(store.folder, 'uploads', `${id}.log`)
    const [, one = '', two = ''] = (await readFile(journal, 'utf8')).split('\n')
    await appendFile(journal, `${one.replace(/"file":"[^"]*"/, '"file":"1.00"')}\n`)
    const [, name = ''] = /"file":"([^"]*)"/.exec(two) ?? []
    await rm(join(store.folder, 'data', id, name))
    store = await store.restart()
    expect(await listedNumbers(id)).toEqual([1])
    await rm(join(store.folder, 'data', id), { recursive: true })
    store = await store.restart()
    expect(await listedNumbers(id)).toBeUndefined()
    await uploadParts([3], id)
    expect(await listedNumbers(id)).toEqual([3])
  })

  it('names a record that is damaged', async () => {
    await writeFile(join(store.folder, 'uploads', `${'a'.repeat(48)}.log`), '{}\n')
    await store.close()
    const { folder } = store
    await expect(startTestStore({ folder })).rejects.toThrow(/a{48}\.log is damaged/)
    await rm(folder, { recursive: true })
    store = await startTestStore()
  })
})

describe('a folder', () => {
  it('is used by one store at a time', async () => {
    const { folder } = store
    await expect(startTestStore({ folder })).rejects.toThrow(/in use/)
    const claim = join(folder, 'in-use')
    await writeFile(claim, (await readFile(claim, 'utf8')).replace(/^\d+/, '999999999'))
    store = await store.restart()
  })
})
