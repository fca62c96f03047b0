/** docs/troubleshooting.md has every message that its readers may come with, as it is said. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { ERROR_CODES } from '../../shared/errors.ts'
import { problems } from '../../web/text/en/problems.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const TEXT = readFileSync(join(ROOT, 'docs/troubleshooting.md'), 'utf8')

/** Cells of the rows below a heading, without its table's own head. */
function rowsBelow(heading: string): string[][] {
  const [, section = ''] = TEXT.split(`\n## ${heading}\n`)
  const [own = ''] = section.split('\n## ')
  const lines = own.split('\n').filter((line) => line.startsWith('| '))
  return lines
    .slice(2)
    .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$/g, '')))
}

/** The program's own sources, in one text. */
const SOURCES = readdirSync(join(ROOT, 'api'), { recursive: true, encoding: 'utf8' })
  .filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('testing/'),
  )
  .map((path) => readFileSync(join(ROOT, 'api', path), 'utf8'))
  .join('\n')

/** A text in the sources, with what is put into it as `…`. */
const TEXT_IN_CODE = String.raw`(?:\x60[^\x60]*\x60|'[^']*')`

const plain = (literals: string) =>
  [...literals.matchAll(new RegExp(TEXT_IN_CODE, 'g'))]
    .map(([literal]) => literal.slice(1, -1))
    .join('')
    .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…')

const messagesIn = (cell = '') =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, message = '']) => message)

it('has what the page says of each problem', () => {
  const rows = rowsBelow('What people read')
  expect(rows.map(([, code]) => code)).toEqual(ERROR_CODES.map((code) => `\`${code}\``))
  for (const [index, code] of ERROR_CODES.entries()) {
    const [said = ''] = rows[index] ?? []
    expect(problems[code].what.startsWith(said), `${code}: ${said}`).toBe(true)
    expect(said).toMatch(/\.$/)
  }
})

it('has each line with which the server does not start, but for those on settings', () => {
  const pattern = new RegExp(
    String.raw`new StartError\(\s*(${TEXT_IN_CODE}(?:\s*\+\s*${TEXT_IN_CODE})*)`,
    'g',
  )
  const all = [...SOURCES.matchAll(pattern)].map(([, literals = '']) => plain(literals))
  const said = all.filter((message) => !message.includes(' must be ') && message !== '… ….')
  const known = rowsBelow('When the server does not start').flatMap(([cell]) => messagesIn(cell))
  expect(known.toSorted()).toEqual([...new Set(said)].sort())
})

it('has each line of the log that warns or tells of an error', () => {
  const pattern = new RegExp(
    String.raw`\blog\.(?:warn|error)\((?:[^;'\x60]*?,\s*)??(${TEXT_IN_CODE})(?:,\s*)?\)`,
    'g',
  )
  const said = [...SOURCES.matchAll(pattern)].map(([, literal = '']) => plain(literal))
  const known = rowsBelow('Lines of the log').flatMap(([cell]) => messagesIn(cell))
  expect(said.length).toBeGreaterThan(25)
  expect(known.toSorted()).toEqual([...new Set(said)].sort())
})
