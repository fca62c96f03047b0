/**
 * S3 knows no folders, only keys. An empty folder is sent as a file of no bytes whose name ends in a
 * slash, and its object's key ends so too: what S3's own console writes and shows as a folder.
 */

/** The media type that S3 clients give such an object. */
export const FOLDER_TYPE = 'application/x-directory'

/** The name under which an empty folder is sent. */
export function nameOfFolder(name: string): string {
  return `${name}/`
}

/** Whether it stands for an empty folder. */
export function isFolder({
  name,
  size,
}: {
  readonly name: string
  readonly size: number
}): boolean {
  return size === 0 && name.endsWith('/')
}
