import { SHARED_CACHE, SHARED_FIELD, SHARE_PATH } from '../../shared/sharing.ts'

/** Held by the page that takes what was shared, which it may copy for minutes: no other asks about it then. */
const LOCK = 'shared'

/** What other apps have shared, and nobody has decided on yet. */
export interface Shared {
  readonly files: readonly File[]
  /** The files, and then lets go of them; none where another page has done so before. */
  take(): AsyncIterable<File>
  /** Lets go of all of it. */
  forget(): Promise<void>
}

/** null where there is nothing. What is still coming is waited for, which may take minutes. */
export async function readShared(): Promise<Shared | null> {
  await navigator.locks.request(SHARE_PATH, () => undefined)
  return navigator.locks.request(LOCK, read)
}

async function read(): Promise<Shared | null> {
  if (!(await caches.has(SHARED_CACHE))) return null
  const kept = await caches.open(SHARED_CACHE)
  const requests = await kept.keys()
  const files: File[] = []
  for (const request of requests) files.push(...(await filesOf(await kept.match(request))))
  const forget = async () => {
    await Promise.all(requests.map((request) => kept.delete(request)))
  }
  async function* take() {
    const release = await lock()
    try {
      const there = await kept.keys()
      if (!requests.every(({ url }) => there.some((other) => other.url === url))) return
      yield* files
      await forget()
    } finally {
      release()
    }
  }
  if (files.length > 0) return { files, take, forget }
  await forget()
  return null
}

/** Resolves with what ends it, once it is held. */
function lock(): Promise<() => void> {
  return new Promise((held, failed) => {
    const hold = () => new Promise<void>((release) => held(release))
    navigator.locks.request(LOCK, hold).catch(failed)
  })
}

/** Whatever was posted: only what is of the agreed form is taken. */
async function filesOf(posted: Response | undefined): Promise<File[]> {
  try {
    const form = await posted?.formData()
    const values = form?.getAll(SHARED_FIELD) ?? []
    // A field in which nothing was chosen has a file without a name.
    return values.flatMap((value) => (value instanceof File && value.name !== '' ? value : []))
  } catch (error) {
    console.warn('what was shared can not be read', error)
    return []
  }
}
