import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { inDocs } from './campaign.ts'
import { ROWS } from './rows.ts'
import { keyOf } from './table-file.ts'
import { survivalTable } from './table.ts'

test('docs/survival.md says what the next run would write, of each row of the campaign', async () => {
  const { preface, path } = survivalTable(inDocs('survival.md'))
  const text = await readFile(path, 'utf8')
  expect(text.slice(0, preface.length)).toBe(preface)
  const cells = text
    .split('\n')
    .flatMap((line) => (line.startsWith('| ') ? [line.split(' | ')] : []))
  const keys = cells.slice(2).map(([fault = '', moment = '']) => keyOf(fault.slice(2), moment))
  expect(keys).toEqual(ROWS.map(({ fault, moment }) => keyOf(fault, moment)))
})
