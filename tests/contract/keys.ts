import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { MAX_KEY_BYTES } from '../../shared/limits.ts'
import { expectSameBytes, read } from './bytes.ts'
import type { Clause, Clauses } from './clause.ts'
import { expectRefused, outcome } from './refusal.ts'
import type { Place, S3 } from './s3.ts'
import { complete, createUpload, uploadParts } from './upload.ts'

/** Names that a file system, a URL, XML or a header could take for something else. */
const HOSTILE: Readonly<Record<string, string>> = {
  unicode: 'Größe ☃/日本語 🎉.bin',
  'spaces and signs': " a  b+c&d=e?f#g'h(i)*!;:@,$~ ",
  'percent signs': '%2e%2e%2f%00%25',
  'parent folders': '../../../../etc/passwd',
  'a parent folder within': 'a/../../b',
  'dots alone': 'a/./../.',
  backslashes: '..\\..\\a\\b',
  'slashes in a row': 'a///b',
  'a slash at its end': 'folder/',
  'XML in it': '<Key>&amp;"\'</Key>]]>',
  'a line break': 'line\r\nx-injected: yes',
  'what a store might call its own files': '.uploads/manifest.json.tmp',
  'a name of Windows': 'con/nul/aux.txt:stream',
}

export const keys: Clauses = {
  ...Object.fromEntries(
    Object.entries(HOSTILE).map(([what, name]): [string, Clause] => [
      `keeps a key of ${what}`,
      (s3) => expectKept(s3, s3.place(name)),
    ]),
  ),

  'keeps a key that begins with a slash': async (s3) => {
    const { Bucket, Key } = s3.place()
    await expectKept(s3, { Bucket, Key: `/${Key}` })
  },

  'keeps a key of 1,024 bytes': (s3) => expectKept(s3, padded(s3, 'a'.repeat(MAX_KEY_BYTES))),

  'keeps a key of 1,024 bytes in unicode': (s3) =>
    expectKept(s3, padded(s3, '€'.repeat(MAX_KEY_BYTES / 2))),

  'refuses a key of more than 1,024 bytes': async (s3) => {
    const { Bucket, Key } = padded(s3, 'a'.repeat(MAX_KEY_BYTES))
    const put = new PutObjectCommand({ Bucket, Key: `${Key}a`, Body: 'x' })
    await expectRefused(s3.client.send(put), '400 KeyTooLongError')
  },

  'keeps or refuses a key with a NUL': async (s3) => {
    const place = s3.place('a\0b')
    const answer = await outcome(s3.client.send(new PutObjectCommand({ ...place, Body: 'nul' })))
    expect(answer).toMatch(/^(200|400 \w+)$/)
    if (answer === '200') expect(Buffer.from(await read(s3, place)).toString()).toBe('nul')
  },

  'tells keys apart that a file system may not': async (s3) => {
    const { Bucket, Key } = s3.place('')
    const names = ['name', 'NAME', 'Name', 'n\u00e4me', 'na\u0308me', 'name.', 'name ', 'name/']
    const deeper = ['name/name', 'name//name', 'name/./name']
    const all = [...names, ...deeper].map((name) => Key + name)
    await Promise.all(
      all.map((key) => s3.client.send(new PutObjectCommand({ Bucket, Key: key, Body: key }))),
    )
    for (const key of all) {
      expect(Buffer.from(await read(s3, { Bucket, Key: key })).toString()).toBe(key)
    }
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: `${Key}NAME` }))
    await s3.client.send(new HeadObjectCommand({ Bucket, Key: `${Key}name` }))
  },

  'completes an upload to a hostile key': async (s3) => {
    const upload = await createUpload(s3, s3.place('../ü&<x>/%2e%2e/ '))
    const body = Buffer.from('hostile')
    const { Key } = await complete(s3, upload, await uploadParts(s3, upload, [body]))
    expect(Key).toBe(upload.Key)
    expectSameBytes(await read(s3, { Bucket: upload.Bucket, Key: upload.Key }), body)
  },
}

function padded(s3: S3, name: string): Place {
  const { Bucket, Key } = s3.place('')
  let end = name
  while (Buffer.byteLength(Key + end) > MAX_KEY_BYTES) end = end.slice(0, -1)
  return { Bucket, Key: Key + end + 'a'.repeat(MAX_KEY_BYTES - Buffer.byteLength(Key + end)) }
}

/** Put, listed, read and deleted under just this key, its name in the listing too. */
async function expectKept(s3: S3, place: Place): Promise<void> {
  const { Bucket, Key } = place
  await s3.client.send(new PutObjectCommand({ ...place, Body: Key }))
  expect(Buffer.from(await read(s3, place)).toString()).toBe(Key)
  const list = new ListObjectsV2Command({ Bucket, Prefix: Key, EncodingType: 'url' })
  const { Contents = [] } = await s3.client.send(list)
  expect(Contents.map((entry) => decode(entry.Key ?? ''))).toEqual([Key])
  await s3.client.send(new DeleteObjectCommand(place))
  await expectRefused(s3.client.send(new HeadObjectCommand(place)), '404 NotFound')
}

const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))
