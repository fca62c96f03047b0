import type { UploadView } from '../../shared/messages.ts'

/** What tells a file from others wherever it lies. */
type Known = Pick<UploadView, 'name' | 'path' | 'size' | 'lastModified'>

/**
 * Finds the upload of a file that the list has already: of the same name, size and date, and of the
 * same folder unless one of them was chosen without its folder.
 */
export function createKnown<Upload extends Known>(
  uploads: readonly Upload[],
): (file: Known) => Upload | undefined {
  const known = new Map<string, Upload[]>()
  for (const upload of uploads) {
    const same = known.get(keyOf(upload))
    if (same) same.push(upload)
    else known.set(keyOf(upload), [upload])
  }
  return (file) =>
    known
      .get(keyOf(file))
      ?.find(({ path }) => path === file.path || path === '' || file.path === '')
}

function keyOf({ name, size, lastModified }: Known): string {
  return `${size} ${lastModified} ${name}`
}
