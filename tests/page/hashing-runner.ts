/** A runner of hashing whose ports a test can change. */
import { vi } from 'vitest'
import type { Hashes } from '../../shared/hashes.ts'
import type { UploadView } from '../../shared/messages.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { RECEIPT, viewOf } from './views.ts'
import { createRunner } from '../../web/proof/hashing.ts'
import type { Job, JobStore } from '../../web/proof/jobs.ts'
import type { HashingPorts } from '../../web/proof/ports.ts'
import type { Hashing } from '../../web/proof/shown.ts'

export const HASHED: Hashes = { computedBy: 'browser', sha256: 'a'.repeat(64) }
export const STATED: Receipt = { ...RECEIPT, hashes: HASHED }

export const fileOf = (lastModified = 1) => new File(['content'], 'file', { lastModified })

export function jobOf(id: string, changes: Partial<Job> = {}): Job {
  const about = { id, size: 7, lastModified: 1, kinds: ['sha256' as const], addsUsual: false }
  return { ...about, handle: null, checkpoint: null, hashes: null, problem: null, ...changes }
}

/** Files that can all be read, of uploads that are being sent in parts, unless a test says else. */
export function start(given: readonly Job[], change: Partial<HashingPorts> = {}) {
  const stored = new Map(given.map((job) => [job.id, job]))
  const shown = new Map<string, Hashing | null>()
  const told: string[] = []
  const disproved: string[] = []
  const read: string[] = []
  const views = new Map<string, UploadView>()
  const put = vi.fn<JobStore['put']>(async (jobs) => {
    for (const job of jobs) stored.set(job.id, job)
    return true
  })
  const runner = createRunner({
    jobs: {
      all: async () => [...stored.values()],
      put,
      remove: async (ids) => ids.forEach((id) => stored.delete(id)),
    },
    upload: (id) => views.get(id) ?? viewOf(0, { state: 'uploading', watchable: true }),
    hasUpload: async () => false,
    fileOf: async () => fileOf(),
    usualKinds: async () => ['md5'],
    read: async ({ file, kinds }) => {
      read.push(`${file.size} ${kinds.join()}`)
      return { hashes: HASHED, parts: null }
    },
    followHold: (tell) => {
      tell(false)
      return () => undefined
    },
    tell: async (id) => {
      told.push(id)
      return null
    },
    receiptOf: async () => null,
    disprove: async (id) => {
      disproved.push(id)
    },
    show: (id, hashing) => void shown.set(id, hashing),
    now: () => 0,
    ...change,
  })
  return { runner, stored, put, shown, told, disproved, read, views }
}
