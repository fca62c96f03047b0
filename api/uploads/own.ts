import { ID_KEY } from '../metadata.ts'
import type { StoredObject } from '../s3/store.ts'
import type { AuthorizedUpload } from '../token.ts'

/** Whether an object under the upload's key is the upload's own. */
export function isObjectOf(upload: AuthorizedUpload, object: StoredObject): boolean {
  return object.metadata[ID_KEY] === upload.id
}
