import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { md5ETag } from './bytes.ts'
import type { Clauses } from './clause.ts'
import type { S3 } from './s3.ts'

export const objectListing: Clauses = {
  'lists the objects under a prefix': async (s3) => {
    const { Bucket, Key: Prefix } = await put(s3, ['b', 'a', 'a/b', 'c'])
    const { Contents = [], KeyCount } = await s3.client.send(
      new ListObjectsV2Command({ Bucket, Prefix: `${Prefix}a` }),
    )
    expect(KeyCount).toBe(2)
    expect(Contents.map(({ Key, Size, ETag }) => ({ Key, Size, ETag }))).toEqual(
      ['a', 'a/b'].map((name) => ({
        Key: Prefix + name,
        Size: name.length,
        ETag: md5ETag(Buffer.from(name)),
      })),
    )
  },

  'lists keys in the order of their UTF-8 bytes': async (s3) => {
    const names = ['A', 'B', 'Z', 'a', 'a b', 'a!', 'a/b', 'b', 'ä', '\uffee', '🎉']
    const { Bucket, Key: Prefix } = await put(s3, names.toReversed())
    const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket, Prefix }))
    const sorted = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(Contents.map(({ Key }) => Key?.slice(Prefix.length))).toEqual(sorted)
  },

  'groups keys by a delimiter': async (s3) => {
    const { Bucket, Key: Prefix } = await put(s3, ['a', 'b/1', 'b/2', 'b/c/3', 'd/', 'e'])
    const { Contents = [], CommonPrefixes = [] } = await s3.client.send(
      new ListObjectsV2Command({ Bucket, Prefix, Delimiter: '/' }),
    )
    expect(Contents.map(({ Key }) => Key?.slice(Prefix.length))).toEqual(['a', 'e'])
    expect(CommonPrefixes.map((each) => each.Prefix?.slice(Prefix.length))).toEqual(['b/', 'd/'])
  },

  'lists page by page': async (s3) => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const place = await put(s3, names)
    expect(await pages(s3, place, {})).toEqual([['a', 'b'], ['c', 'd'], ['e']])
  },

  'lists page by page with a delimiter, each group once': async (s3) => {
    const place = await put(s3, ['a/1', 'a/2', 'a/3', 'b', 'c/1', 'd', 'e/1', 'e/2'])
    const seen = await pages(s3, place, { Delimiter: '/' })
    expect(seen.flat().toSorted()).toEqual(['a/', 'b', 'c/', 'd', 'e/'])
    for (const page of seen) expect(page.length).toBeLessThanOrEqual(2)
  },

  'starts after a key, be it there or not': async (s3) => {
    const { Bucket, Key: Prefix } = await put(s3, ['a', 'b', 'c'])
    const list = async (after: string) => {
      const command = new ListObjectsV2Command({ Bucket, Prefix, StartAfter: Prefix + after })
      const { Contents = [] } = await s3.client.send(command)
      return Contents.map(({ Key }) => Key?.slice(Prefix.length))
    }
    expect(await list('b')).toEqual(['c'])
    expect(await list('ab')).toEqual(['b', 'c'])
    expect(await list('d')).toEqual([])
  },
}

async function put(s3: S3, names: readonly string[]) {
  const { Bucket, Key } = s3.place('')
  for (const name of names) {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: Key + name, Body: name }))
  }
  return { Bucket, Key }
}

async function pages(
  s3: S3,
  { Bucket, Key: Prefix }: { Bucket: string; Key: string },
  input: { Delimiter?: string },
): Promise<string[][]> {
  const seen: string[][] = []
  let ContinuationToken: string | undefined
  do {
    const {
      Contents = [],
      CommonPrefixes = [],
      ...page
    } = await s3.client.send(
      new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 2, ContinuationToken, ...input }),
    )
    const names = [...Contents.map(({ Key }) => Key), ...CommonPrefixes.map((each) => each.Prefix)]
    seen.push(names.map((name = '') => name.slice(Prefix.length)))
    expect(page.IsTruncated).toBe(page.NextContinuationToken !== undefined)
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken !== undefined && seen.length < 20)
  return seen
}
