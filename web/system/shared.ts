import { SHARED_CACHE, SHARED_FIELD } from '../../shared/sharing.ts'

/** What other apps have shared, and nobody has decided on yet. */
export interface Shared {
  readonly files: readonly File[]
  /** Lets go of all of it. */
  forget(): Promise<void>
}

/** null where there is nothing. */
export async function readShared(): Promise<Shared | null> {
  if (!(await caches.has(SHARED_CACHE))) return null
  const kept = await caches.open(SHARED_CACHE)
  const requests = await kept.keys()
  const files: File[] = []
  for (const request of requests) files.push(...(await filesOf(await kept.match(request))))
  const forget = async () => {
    await Promise.all(requests.map((request) => kept.delete(request)))
  }
  if (files.length > 0) return { files, forget }
  await forget()
  return null
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
