import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '..', '.artifacts')

type Row = Readonly<Record<string, string | number>>

/** What the figures depend on beside the program. */
export function describeMachine() {
  const [cpu] = cpus()
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memory: totalmem(),
    kernel: release(),
    node: process.version,
    loadAverage: loadavg(),
  }
}

/** Prints rows as a table, with the first one's names as headings. */
export function printTable(title: string, rows: readonly Row[]): void {
  const names = Object.keys(rows[0] ?? {})
  const lines = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))]
  const widths = names.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  const text = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  )
  print(`\n${title}\n${text.join('\n')}`)
}

/** Prints rows as a table in Markdown, with the first one's names as headings. */
export function printMarkdown(title: string, rows: readonly Row[]): void {
  const names = Object.keys(rows[0] ?? {})
  const cells = rows.map((row) => names.map((name) => String(row[name] ?? '')))
  const lines = [names, names.map(() => '---'), ...cells]
  print(`\n${title}\n\n${lines.map((line) => `| ${line.join(' | ')} |`).join('\n')}`)
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Keeps everything of a run, raw, in a file named after the benchmark and the time. */
export async function keep(name: string, content: object): Promise<void> {
  await mkdir(FOLDER, { recursive: true })
  const at = new Date().toISOString()
  const path = join(FOLDER, `${name}-${at.replaceAll(':', '-')}.json`)
  await writeFile(path, `${JSON.stringify({ at, ...content }, null, 2)}\n`)
  print(`\nAll figures: ${path}`)
}
