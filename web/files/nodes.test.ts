import { expect, test } from 'vitest'
import { childrenOf } from './nodes.ts'

/** An entry as Chromium gives it for a dropped file. */
function entry(name: string): FileSystemEntry {
  return {
    name,
    isFile: true,
    isDirectory: false,
    fullPath: `/${name}`,
  } as Partial<FileSystemEntry> as FileSystemEntry
}

async function namesIn(reader: Parameters<typeof childrenOf>[0]): Promise<string[]> {
  const names: string[] = []
  for await (const { name } of childrenOf(reader)) names.push(name)
  return names
}

test('a folder is read until a batch is empty', async () => {
  const batches = [['a', 'b'], ['c'], []]
  const reader: Pick<FileSystemDirectoryReader, 'readEntries'> = {
    readEntries: (found) => found((batches.shift() ?? []).map(entry)),
  }
  expect(await namesIn(reader)).toEqual(['a', 'b', 'c'])
})

test('a folder that can not be read is an error', async () => {
  const reader: Pick<FileSystemDirectoryReader, 'readEntries'> = {
    readEntries: (_found, failed) => failed?.(new DOMException('gone', 'NotFoundError')),
  }
  await expect(namesIn(reader)).rejects.toThrow('gone')
})
