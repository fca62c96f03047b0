import { readFile, writeFile } from 'node:fs/promises'

/** A page of docs/ that is one table, with what is said before it. */
export interface TableFile {
  readonly path: string
  readonly preface: string
  /** Of the columns; what stands in the first two tells the lines apart. */
  readonly headings: readonly string[]
}

/** One line of a table. */
export function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '/').replaceAll('\n', ' ')).join(' | ')} |`
}

/** What tells lines apart: their first two cells. */
export function keyOf(first: string, second: string): string {
  return `${first}|${second}`
}

/**
 * Writes the table: the lines of this run, and of what was not run those that are there.
 *
 * @param keys of all lines, in the order of the table
 * @param lines of this run, by their keys
 * @param versions what the last run was run with
 */
export async function writeTable(
  { path, preface, headings }: TableFile,
  keys: readonly string[],
  lines: ReadonlyMap<string, string>,
  versions: string,
): Promise<void> {
  const before = await linesBefore(path)
  const table = keys.flatMap((key) => lines.get(key) ?? before.get(key) ?? [])
  const head = [tableLine(headings), tableLine(headings.map(() => '---'))]
  await writeFile(path, `${preface}\n${[...head, ...table].join('\n')}\n\n${versions}\n`)
}

/** The lines that the file has, by their keys. */
async function linesBefore(path: string): Promise<Map<string, string>> {
  const lines = new Map<string, string>()
  let text = ''
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  for (const line of text.split('\n')) {
    const [, first = '', second = ''] = line.split('|').map((cell) => cell.trim())
    if (line.startsWith('|')) lines.set(keyOf(first, second), line)
  }
  return lines
}
