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

/** `readEntries` gives them in batches, and an empty one at the end. */
export async function* childrenOf(
  reader: Pick<FileSystemDirectoryReader, 'readEntries'>,
): AsyncGenerator<Node> {
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject)
    })
    if (batch.length === 0) return
    yield* batch.map(nodeOfEntry)
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
