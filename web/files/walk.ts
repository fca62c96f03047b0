import { FOLDER_TYPE, nameOfFolder } from '../../shared/folder.ts'
import { MAX_OBJECT_SIZE } from '../../shared/limits.ts'
import { MAX_PATH_LENGTH } from '../../shared/wire.ts'

/** A file or folder that was chosen, whatever the browser gives for it. */
export type Node = FileNode | FolderNode
export interface FileNode {
  readonly kind: 'file'
  readonly name: string
  /** Of the upload, where what it is read from is kept under that. */
  readonly id?: string
  /** The file as it is now, and what it can be read from later: a handle, or the File itself. */
  read(): Promise<{ file: TakenFile; source: unknown }>
}
export interface FolderNode {
  readonly kind: 'folder'
  readonly name: string
  children(): AsyncIterable<Node>
}

/** What is needed of a File. */
export type TakenFile = Pick<File, 'name' | 'size' | 'type' | 'lastModified'>

export type Taken =
  | {
      readonly type: 'file'
      readonly name: string
      /** The folder's, the chosen one included; '' for a file chosen by itself. */
      readonly path: string
      readonly file: TakenFile
      readonly source: unknown
      readonly id?: string | undefined
    }
  | {
      readonly type: 'unreadable'
      /** With its path. */
      readonly name: string
      readonly reason: 'unreadable' | 'too_large' | 'too_long'
    }

/** All files of the nodes and of their folders, and the folders that are empty. What can't be read is named, and the rest goes on. */
export async function* walk(nodes: Iterable<Node> | AsyncIterable<Node>): AsyncGenerator<Taken> {
  for await (const node of nodes) yield* walkNode(node, '')
}

async function* walkNode(node: Node, path: string): AsyncGenerator<Taken> {
  const name = path === '' ? node.name : `${path}/${node.name}`
  try {
    if (path.length > MAX_PATH_LENGTH) yield { type: 'unreadable', name, reason: 'too_long' }
    else if (node.kind === 'file') yield await take(node, path, name)
    else yield* walkFolder(node, path, name)
  } catch (error) {
    console.warn('a file or folder can not be read', error)
    yield { type: 'unreadable', name, reason: 'unreadable' }
  }
}

async function* walkFolder(
  node: FolderNode,
  path: string,
  fullName: string,
): AsyncGenerator<Taken> {
  let isEmpty = true
  for await (const child of node.children()) {
    isEmpty = false
    yield* walkNode(child, fullName)
  }
  if (!isEmpty) return
  const name = nameOfFolder(node.name)
  // Of a date that is always the same, so that it is known again.
  const file = new File([], name, { type: FOLDER_TYPE, lastModified: 0 })
  yield { type: 'file', name, path, file, source: file }
}

async function take(node: FileNode, path: string, fullName: string): Promise<Taken> {
  const { file, source } = await node.read()
  if (file.size > MAX_OBJECT_SIZE) {
    return { type: 'unreadable', name: fullName, reason: 'too_large' }
  }
  return { type: 'file', name: node.name, path, file, source, id: node.id }
}
