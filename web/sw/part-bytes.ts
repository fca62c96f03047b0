import { UploadError } from '../../shared/errors.ts'
import { partRange } from '../../shared/plan.ts'
import type { ServerSide, UploadRecord } from './engine/record.ts'
import type { Ports } from './ports.ts'
import { readWithin } from './read-within.ts'

/** @throws UploadError internal where the API was not asked yet */
export function serverOf(record: UploadRecord): ServerSide {
  if (!record.server) throw new UploadError('internal', 'the upload has no server side yet')
  return record.server
}

/**
 * A part's bytes, not read yet, with what the server said of the upload.
 *
 * @throws UploadError file_permission, file_gone, file_changed, file_unreadable, internal
 */
export async function open(
  record: UploadRecord,
  number: number,
  ports: Pick<Ports, 'files'>,
): Promise<{ server: ServerSide; bytes: Blob }> {
  const server = serverOf(record)
  const { start, end } = partRange({ ...server, size: record.size }, number)
  return { server, bytes: await readWithin(ports.files.slice(record, start, end), true) }
}
