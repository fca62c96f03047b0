import {
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import type { Clauses } from './clause.ts'
import { outcome } from './refusal.ts'
import type { S3 } from './s3.ts'

/** A store may refuse what it can't do; to take it and forget it would be worse. */
const REFUSED = /^(?:400|403|501) /

async function putWith(s3: S3, input: Partial<PutObjectCommandInput>) {
  const place = s3.place()
  const result = await outcome(
    s3.client.send(new PutObjectCommand({ ...place, Body: 'x', ...input })),
  )
  return result === '200' ? s3.client.send(new HeadObjectCommand(place)) : result
}

/** Expects either a refusal or the head of an object for which it holds. */
function expectKept<T>(answer: T | string, kept: (head: T) => unknown, wanted: unknown): void {
  if (typeof answer === 'string') expect(answer).toMatch(REFUSED)
  else expect(kept(answer)).toBe(wanted)
}

export const protection: Clauses = {
  'encrypts an object as it was told, or refuses it': async (s3) => {
    const answer = await putWith(s3, { ServerSideEncryption: 'AES256' })
    expectKept(answer, (head) => head.ServerSideEncryption, 'AES256')
  },

  'says of an upload that it will be encrypted, or refuses it': async (s3) => {
    const command = new CreateMultipartUploadCommand({
      ...s3.place(),
      ServerSideEncryption: 'AES256',
    })
    const created = s3.client.send(command)
    const result = await outcome(created)
    if (result === '200') expect((await created).ServerSideEncryption).toBe('AES256')
    else expect(result).toMatch(REFUSED)
  },

  'keeps an object’s class, or refuses it': async (s3) => {
    const answer = await putWith(s3, { StorageClass: 'STANDARD_IA' })
    expectKept(answer, (head) => head.StorageClass, 'STANDARD_IA')
  },

  'locks an object, or refuses it': async (s3) => {
    const answer = await putWith(s3, {
      ObjectLockMode: 'GOVERNANCE',
      ObjectLockRetainUntilDate: new Date(Date.now() + 60_000),
      ContentMD5: 'ndTkYSaMgDT1yFZOFVxnpg==',
    })
    expectKept(answer, (head) => head.ObjectLockMode, 'GOVERNANCE')
  },
}
