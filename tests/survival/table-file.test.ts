import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keyOf, tableLine, writeTable, type TableFile } from './table-file.ts'

describe('a table that a campaign writes', () => {
  let folder: string
  let table: TableFile
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'longhaul-table-'))
    table = { path: join(folder, 'table.md'), preface: 'Before it.\n', headings: ['a', 'b', 'c'] }
  })
  afterEach(() => rm(folder, { recursive: true }))

  const KEYS = [keyOf('one', 'x'), keyOf('one', 'y'), keyOf('two', 'x')]
  const write = (lines: Record<string, string>, keys = KEYS) =>
    writeTable(table, keys, new Map(Object.entries(lines)), 'With this.')

  test('has its lines in the order of the keys', async () => {
    await write({
      [keyOf('two', 'x')]: tableLine(['two', 'x', '3']),
      [keyOf('one', 'y')]: tableLine(['one', 'y', '2']),
    })
    expect(await readFile(table.path, 'utf8')).toBe(
      'Before it.\n\n| a | b | c |\n| --- | --- | --- |\n| one | y | 2 |\n| two | x | 3 |\n\nWith this.\n',
    )
  })

  test('keeps the lines of what was not run, and forgets those that it has no key for', async () => {
    await write({
      [keyOf('one', 'x')]: tableLine(['one', 'x', 'old']),
      [keyOf('one', 'y')]: tableLine(['one', 'y', 'kept']),
      [keyOf('two', 'x')]: tableLine(['two', 'x', 'of no row']),
    })
    await write({ [keyOf('one', 'x')]: tableLine(['one', 'x', 'new']) }, KEYS.slice(0, 2))
    const lines = (await readFile(table.path, 'utf8')).split('\n').slice(4)
    expect(lines).toEqual(['| one | x | new |', '| one | y | kept |', '', 'With this.', ''])
  })

  test('has no cell that breaks it', () => {
    expect(tableLine(['a|b', 'c\nd'])).toBe('| a/b | c d |')
  })
})
