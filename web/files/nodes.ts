import type { FileNode, Node } from './walk.ts'

/** Of a handle, which can be stored and read again later. */
export function nodeOfHandle(handle: FileSystemFileHandle | FileSystemDirectoryHandle): Node {
  const { name } = handle
  if (handle.kind === 'file') {
    return {
      kind: 'file',
      name,
      read: async () => ({ file: await handle.getFile(), source: handle }),
    }
  }
  return {
    kind: 'folder',
    name,
    async *children() {
      for await (const child of handle.values()) yield nodeOfHandle(child)
    },
  }
}

/**
 * Of what was dropped, by its handle where there is one. A folder's handle leaves out, without a
 * word, all files whose names Chromium would not let a page create: with `"` or `|` in them, a
 * dot or a space at an end, a zero-width joiner as in many emoji. Its entry has them all.
 */
export function nodeOfDrop(
  handle: FileSystemFileHandle | FileSystemDirectoryHandle,
  entry: FileSystemEntry,
): Node {
  if (handle.kind === 'file' || !isDirectoryEntry(entry)) return nodeOfHandle(handle)
  return {
    kind: 'folder',
    name: handle.name,
    async *children() {
      const handles = new Map<string, FileSystemFileHandle | FileSystemDirectoryHandle>()
      for await (const child of handle.values()) handles.set(child.name, child)
      for await (const child of entriesOf(entry.createReader())) {
        const same = handles.get(child.name)
        handles.delete(child.name)
        yield same ? nodeOfDrop(same, child) : nodeOfEntry(child)
      }
      for (const child of handles.values()) yield nodeOfHandle(child)
    },
  }
}

/** Of a dropped entry, where the browser gives no handles. */
export function nodeOfEntry(entry: FileSystemEntry): Node {
  const { name } = entry
  if (isFileEntry(entry)) {
    return {
      kind: 'file',
      name,
      async read() {
        const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
        return { file, source: file }
      },
    }
  }
  if (!isDirectoryEntry(entry)) throw new TypeError(`${name} is neither a file nor a folder`)
  return { kind: 'folder', name, children: () => childrenOf(entry.createReader()) }
}

export async function* childrenOf(
  reader: Pick<FileSystemDirectoryReader, 'readEntries'>,
): AsyncGenerator<Node> {
  for await (const entry of entriesOf(reader)) yield nodeOfEntry(entry)
}

/** `readEntries` gives them in batches, and an empty one at the end. */
async function* entriesOf(
  reader: Pick<FileSystemDirectoryReader, 'readEntries'>,
): AsyncGenerator<FileSystemEntry> {
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject)
    })
    if (batch.length === 0) return
    yield* batch
  }
}

/** Of a File as such: from an input, or from a drop in the simplest browsers. */
export function nodeOfFile(file: File): FileNode {
  return { kind: 'file', name: file.name, read: async () => ({ file, source: file }) }
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isDirectoryEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
