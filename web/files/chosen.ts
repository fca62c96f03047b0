import './platform.ts'
import { nodeOfDrop, nodeOfEntry, nodeOfFile, nodeOfHandle } from './nodes.ts'
import type { Node } from './walk.ts'

/** What was dropped. To be called in the drop's event: its items are empty after that. */
export function nodesOfDrop(transfer: DataTransfer): AsyncIterable<Node> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const asked = items.map((item) => {
    const handle = item.getAsFileSystemHandle?.() ?? Promise.resolve(null)
    const entry = item.webkitGetAsEntry()
    // Of many items each question counts: this event can't be cut into pieces.
    return { handle, entry, file: entry ? null : item.getAsFile() }
  })
  return nodesOfItems(asked)
}

interface DroppedItem {
  readonly handle: Promise<FileSystemFileHandle | FileSystemDirectoryHandle | null>
  readonly entry: FileSystemEntry | null
  readonly file: File | null
}

async function* nodesOfItems(items: readonly DroppedItem[]): AsyncIterable<Node> {
  const handles = await Promise.allSettled(items.map(({ handle }) => handle))
  for (const [index, { entry, file }] of items.entries()) {
    const handle = handles[index]
    const chosen = nodeOf(handle?.status === 'fulfilled' ? handle.value : null, entry, file)
    if (chosen) yield chosen
  }
}

function nodeOf(
  handle: FileSystemFileHandle | FileSystemDirectoryHandle | null,
  entry: FileSystemEntry | null,
  file: File | null,
): Node | null {
  if (handle && entry) return nodeOfDrop(handle, entry)
  if (handle) return nodeOfHandle(handle)
  if (entry) return nodeOfEntry(entry)
  return file && nodeOfFile(file)
}

export function nodesOfHandles(
  handles: readonly (FileSystemFileHandle | FileSystemDirectoryHandle)[],
): Iterable<Node> {
  return handles.map(nodeOfHandle)
}

/** The files of an input, a folder's within their folders. */
export function* nodesOfInput(files: readonly File[]): Iterable<Node> {
  for (const file of files) yield foldersOf(file).reduceRight<Node>(inFolder, nodeOfFile(file))
}

/** The names in its relative path before its own; Chromium writes `\\` there as `/`. */
function foldersOf({ name, webkitRelativePath }: File): string[] {
  return webkitRelativePath.slice(0, -name.length).split('/').slice(0, -1)
}

function inFolder(node: Node, name: string): Node {
  return {
    kind: 'folder',
    name,
    async *children() {
      yield node
    },
  }
}
