import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { judgeAudit } from '../advisories.ts'

const ROOT = resolve(import.meta.dirname, '../..')

it('tells a clean audit from one that found something, and both from none', () => {
  const counts = (total: number) => ({ vulnerabilities: { high: total, total } })
  const clean = { vulnerabilities: {}, metadata: counts(0) }
  expect(judgeAudit(JSON.stringify(clean))).toEqual({ kind: 'clean' })
  const vulnerabilities = { leaky: { severity: 'high', range: '<2.0.0', via: [] } }
  const found = { vulnerabilities, metadata: counts(1) }
  expect(judgeAudit(JSON.stringify(found))).toEqual({
    kind: 'found',
    packages: ['leaky <2.0.0 (high)'],
  })
  const message = '405 Method Not Allowed - POST https://registry.example/-/npm/v1/security'
  const refused = JSON.stringify({ message, statusCode: 405 })
  expect(judgeAudit(refused)).toEqual({ kind: 'unasked', why: message })
  expect(judgeAudit('')).toEqual({ kind: 'unasked', why: 'no answer' })
})

it('names in security.md what ships, and nothing else', async () => {
  const packageSchema = v.object({ dependencies: v.record(v.string(), v.string()) })
  const text = await readFile(join(ROOT, 'package.json'), 'utf8')
  const { dependencies } = v.parse(v.pipe(v.string(), v.parseJson(), packageSchema), text)
  const security = await readFile(join(ROOT, 'docs/security.md'), 'utf8')
  const [, section = ''] = /^## What ships$(.*?)^## /ms.exec(security) ?? []
  const named = [...section.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  )
  expect(named.toSorted()).toEqual(Object.keys(dependencies).toSorted())
})
