import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_OBJECT_SIZE } from '../../shared/limits.ts'
import { walk, type FileNode, type FolderNode, type Node, type Taken } from './walk.ts'

function file(name: string, size = 1): FileNode {
  const taken = { name, size, type: '', lastModified: 0 }
  return { kind: 'file', name, read: async () => ({ file: taken, source: `source of ${name}` }) }
}

function folder(name: string, children: Node[]): FolderNode {
  return {
    kind: 'folder',
    name,
    async *children() {
      yield* children
    },
  }
}

async function namesOf(nodes: Node[]): Promise<string[]> {
  const taken: Taken[] = []
  for await (const one of walk(nodes)) taken.push(one)
  return taken.map((one) => (one.type === 'file' ? `${one.path}|${one.name}` : `?${one.name}`))
}

test('files come with the path of their folder, the chosen one included', async () => {
  const nodes = [file('a'), folder('f', [file('b'), folder('g', [file('c'), folder('h', [])])])]
  expect(await namesOf(nodes)).toEqual(['|a', 'f|b', 'f/g|c', 'f/g|h/'])
})

test('an empty folder is a file of no bytes whose name ends in a slash, one that breaks off is not', async () => {
  const broken: FolderNode = {
    ...folder('broken', []),
    // eslint-disable-next-line require-yield
    async *children() {
      throw new Error('the disk is gone')
    },
  }
  const taken: Taken[] = []
  for await (const one of walk([folder('f', [folder('empty', []), broken])])) taken.push(one)
  const facts = { size: 0, type: 'application/x-directory', lastModified: 0 }
  expect(taken).toMatchObject([
    { type: 'file', name: 'empty/', path: 'f', file: facts },
    { type: 'unreadable', name: 'f/broken' },
  ])
})

test('what can not be read is named with its path, and the rest goes on', async () => {
  const locked: FileNode = { ...file('locked'), read: () => Promise.reject(new Error('no')) }
  const torn: FolderNode = {
    ...folder('torn', []),
    async *children() {
      yield file('first')
      throw new Error('the disk is gone')
    },
  }
  const nodes = [folder('f', [locked, torn, file('last')])]
  expect(await namesOf(nodes)).toEqual(['?f/locked', 'f/torn|first', '?f/torn', 'f|last'])
})

test('a file that no object can hold is left out', async () => {
  const nodes = [file('fits', MAX_OBJECT_SIZE), file('larger', MAX_OBJECT_SIZE + 1)]
  expect(await namesOf(nodes)).toEqual(['|fits', '?larger'])
})

test('every file and empty folder of any tree is found once', async () => {
  const { tree } = fc.letrec<{ tree: Node; file: Node; folder: Node }>((tie) => ({
    tree: fc.oneof({ maxDepth: 5 }, tie('file'), tie('folder')),
    file: fc.string({ minLength: 1 }).map((name) => file(name)),
    folder: fc
      .tuple(fc.string({ minLength: 1 }), fc.array(tie('tree'), { maxLength: 5 }))
      .map(([name, children]) => Object.assign(folder(name, children), { all: children })),
  }))
  const count = (node: Node): number => {
    if (node.kind === 'file') return 1
    const all: Node[] = 'all' in node && Array.isArray(node.all) ? node.all : []
    return all.length === 0 ? 1 : all.reduce((sum, child) => sum + count(child), 0)
  }
  await fc.assert(
    fc.asyncProperty(tree, async (node) => {
      expect(await namesOf([node])).toHaveLength(count(node))
    }),
  )
})

test('what lies deeper than the server takes a path is named, and the rest goes on', async () => {
  const deep = (levels: number, child: Node): Node =>
    Array.from({ length: levels }).reduce<Node>((node) => folder('f'.repeat(99), [node]), child)
  const path = (levels: number) => Array.from({ length: levels }, () => 'f'.repeat(99)).join('/')
  const nodes = [deep(40, file('a')), deep(41, file('b')), file('c')]
  expect(await namesOf(nodes)).toEqual([`${path(40)}|a`, `?${path(41)}/b`, '|c'])
})
