import { randomUUID } from 'node:crypto'
import type { Finding } from '../../shared/doctor.ts'
import { deleteScratchObject, endScratchUpload, type TellLeft } from '../s3/scratch.ts'
import type { RunningUpload } from '../s3/store.ts'
import type { Deployment } from './deployment.ts'
import { warning } from './finding.ts'
import { describeRefusal } from './refusal.ts'

/** Keys of one examination: nothing else is touched, and all of it goes. */
export interface Scratch {
  /** A key that nobody else uses. It is cleaned whatever becomes of it. */
  key(prefix: string): string
  /** Notes an upload, to be ended. */
  begun(upload: RunningUpload): void
  /** Notes what a trial with keys of its own could not remove. */
  readonly left: TellLeft
  /** Removes all; what stays is told. */
  clean(): Promise<readonly Finding[]>
}

export function createScratch({
  client,
  address: { bucket },
}: Pick<Deployment, 'client' | 'address'>): Scratch {
  const id = randomUUID()
  const keys = new Set<string>()
  const uploads: RunningUpload[] = []
  const staying: string[] = []
  const left: TellLeft = (what, refusal) =>
    void staying.push(`${what} (${describeRefusal(refusal)})`)

  return {
    key: (prefix) => {
      const key = `${prefix}.longhaul-doctor/${id}/${keys.size}`
      keys.add(key)
      return key
    },
    begun: (upload) => void uploads.push(upload),
    left,
    clean: async () => {
      for (const upload of uploads) await endScratchUpload(client, bucket, upload, left)
      for (const key of keys) await deleteScratchObject(client, bucket, key, left)
      if (staying.length === 0) return []
      return [
        warning(
          'not_cleaned',
          'Cleaning up',
          `What was made for this could not be removed: ${staying.join('; ')}.`,
          'Allow what was refused above, and remove these by hand.',
        ),
      ]
    },
  }
}
