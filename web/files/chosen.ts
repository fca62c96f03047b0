import './platform.ts'
import { nodeOfEntry, nodeOfFile, nodeOfHandle } from './nodes.ts'
import { walk, type Node, type Taken } from './walk.ts'

/** The files of a drop. To be called in the drop's event: its items are empty after that. */
export function filesOfDrop(transfer: DataTransfer): AsyncGenerator<Taken> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const asked = items.map((item) => ({
    handle: item.getAsFileSystemHandle?.() ?? Promise.resolve(null),
    entry: item.webkitGetAsEntry(),
    file: item.getAsFile(),
  }))
  return walkItems(asked)
}

interface DroppedItem {
  readonly handle: Promise<FileSystemFileHandle | FileSystemDirectoryHandle | null>
  readonly entry: FileSystemEntry | null
  readonly file: File | null
}

async function* walkItems(items: readonly DroppedItem[]): AsyncGenerator<Taken> {
  const handles = await Promise.allSettled(items.map(({ handle }) => handle))
  for (const [index, { entry, file }] of items.entries()) {
    const handle = handles[index]
    const node = handle?.status === 'fulfilled' && handle.value ? nodeOfHandle(handle.value) : null
    const other = entry ? nodeOfEntry(entry) : file ? nodeOfFile(file) : null
    const chosen = node ?? other
    if (chosen) yield* walk([chosen])
  }
}

export function filesOfHandles(
  handles: readonly (FileSystemFileHandle | FileSystemDirectoryHandle)[],
): AsyncGenerator<Taken> {
  return walk(handles.map(nodeOfHandle))
}

/** The files of an input, of a folder's with their paths. */
export async function* filesOfInput(files: readonly File[]): AsyncGenerator<Taken> {
  for (const file of files) {
    const path = file.webkitRelativePath.split('/').slice(0, -1)
    yield* walk([path.reduceRight<Node>(inFolder, nodeOfFile(file))])
  }
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
