import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { S3Server } from '../servers/s3-server.ts'
import { checksums } from './checksums.ts'
import type { Clause, Clauses, Lacks, StartServer } from './clause.ts'
import { completion } from './completion.ts'
import { conditions } from './conditions.ts'
import { copies } from './copies.ts'
import { cors } from './cors.ts'
import { digests } from './digests.ts'
import { keys } from './keys.ts'
import { lifecycle } from './lifecycle.ts'
import { metadata } from './metadata.ts'
import { multipart } from './multipart.ts'
import { objectListing } from './object-listing.ts'
import { objects } from './objects.ts'
import { openS3, ORIGIN, type S3 } from './s3.ts'
import { protection } from './protection.ts'
import { ranges } from './ranges.ts'
import { signatures } from './signatures.ts'
import { tags } from './tags.ts'
import { uploadListing } from './upload-listing.ts'

const CONTRACT: Readonly<Record<string, Clauses>> = {
  objects,
  ranges,
  conditions,
  keys,
  metadata,
  tags,
  protection,
  'object listing': objectListing,
  multipart,
  completion,
  'upload listing': uploadListing,
  copies,
  digests,
  checksums,
  signatures,
  cors,
  lifecycle,
}

/**
 * Declares the tests of one S3 server: every clause must hold, but for those it is said to lack,
 * which must fail in the way that is said. So the table of lacks is true, and complete.
 */
export function describeS3Contract(name: string, start: StartServer, lacks: Lacks = {}): void {
  describe(name, () => {
    let running: { server: S3Server; s3: S3 } | undefined
    beforeAll(async () => {
      const server = await start({ corsOrigins: [ORIGIN] })
      running = { server, s3: openS3(server) }
    })
    afterAll(async () => {
      running?.s3.client.destroy()
      await running?.server.close()
    })

    function s3(): S3 {
      if (!running) throw new Error(`${name} is not running`)
      return running.s3
    }

    for (const [subject, clauses] of Object.entries(CONTRACT)) {
      describe.concurrent(subject, () => {
        for (const [words, clause] of Object.entries(clauses)) declare(words, clause, lacks, s3)
      })
    }

    test('lacks nothing that the contract does not ask', () => {
      const asked = Object.values(CONTRACT).flatMap((clauses) => Object.keys(clauses))
      expect(Object.keys(lacks).filter((words) => !asked.includes(words))).toEqual([])
    })
  })
}

function declare(words: string, clause: Clause, lacks: Lacks, s3: () => S3): void {
  const lack = lacks[words]
  if (!lack) {
    test(words, () => clause(s3()))
    return
  }
  test(`lacks: ${words}; instead, ${lack.instead}`, async () => {
    const seen = await clause(s3()).then(
      () => null,
      (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : 'no error'),
    )
    if (seen === null && lack.varies) return
    expect(seen ?? 'it holds: remove it from the table of what is lacking').toMatch(lack.seen)
  })
}
