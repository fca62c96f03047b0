import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { PROBLEMS } from '../../shared/doctor-problems.ts'
import { readConfig } from '../../api/config.ts'
import { SETTING_NAMES } from '../../api/settings.ts'
import { readUnit } from './unit-file.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** What deploy.md puts into longhaul.env, beside what the unit sets: with a bucket, and without. */
async function exampleSettings(): Promise<Record<string, string>[]> {
  const text = await readFile(join(ROOT, 'docs/deploy.md'), 'utf8')
  const blocks = [...text.matchAll(/^```ini\n(.*?)^```$/gms)].map(([, block = '']) => block)
  const { environment } = await readUnit()
  return blocks.map((block) => {
    const given = block
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
    const settings: Record<string, string> = Object.fromEntries(given)
    expect(Object.keys(settings).filter((name) => !SETTING_NAMES.includes(name))).toEqual([])
    return { ...environment, PORT: '8080', ...settings }
  })
}

it('has settings in deploy.md with which the unit starts, once it has a secret', async () => {
  const examples = await exampleSettings()
  const secret = { TOKEN_SECRET: 'a'.repeat(64) }
  const kinds = examples.map((settings) => readConfig({ ...settings, ...secret }).storage.kind)
  expect(kinds).toEqual(['s3', 'embedded'])
})

it('has no secret in deploy.md with which a server would start', async () => {
  const [withBucket = {}] = await exampleSettings()
  expect(() => readConfig(withBucket)).toThrow('TOKEN_SECRET must have at least 32 characters')
})

it('quotes in deploy.md what a shell would read as something else', async () => {
  const text = await readFile(join(ROOT, 'docs/deploy.md'), 'utf8')
  const plain = /not\s+letters, digits and `([^`]+)` alone/.exec(text)?.[1]?.split(' ') ?? []
  expect(plain).toContain('/')
  const isPlain = (value: string) =>
    value.split('').every((one) => /^[\da-z]$/i.test(one) || plain.includes(one))
  for (const settings of await exampleSettings()) {
    for (const value of Object.values(settings)) {
      expect(isPlain(value) || /^'[^']*'$/.test(value)).toBe(true)
    }
  }
  const script = `value=a${plain.join('')}b; printf %s "$value"`
  const { stdout } = await promisify(execFile)('sh', ['-c', script])
  expect(stdout).toBe(`a${plain.join('')}b`)
})

it('names only files that there are', async () => {
  const text = await readFile(join(ROOT, 'docs/deploy.md'), 'utf8')
  const named = [...text.matchAll(/\bdeploy\/[\w./@-]*\w\.(?:conf|service|yaml|json)\b/g)]
  expect(named.length).toBeGreaterThan(5)
  for (const [path] of named) await readFile(join(ROOT, path))
})

it('tell in troubleshooting.md of each problem that the doctor knows, and of no other', async () => {
  const text = await readFile(join(ROOT, 'docs/troubleshooting.md'), 'utf8')
  const [doctors = ''] = text.split('\n## ')
  const rows = doctors.split('\n').filter((line) => line.startsWith('| '))
  const named = rows.flatMap(
    (row) => row.split(' | ')[1]?.match(/(?<=`)[a-z]+(?:_[a-z0-9]+)+(?=`)/g) ?? [],
  )
  const known = PROBLEMS.filter((code) => !code.startsWith('refused_'))
  expect(named.toSorted()).toEqual(known.toSorted())
})

it('names in security.md each package that ships, and how many these are', async () => {
  const text = await readFile(join(ROOT, 'docs/security.md'), 'utf8')
  const [, ships = ''] = /^## What ships\n(.*?)^## /ms.exec(text) ?? []
  const rows = ships.split('\n').filter((line) => line.startsWith('| `'))
  const named = rows.flatMap((row) => row.split(' | ')[0]?.match(/(?<=`)[^` ]+(?=`)/g) ?? [])
  const { dependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  expect(named.toSorted()).toEqual(Object.keys(dependencies).toSorted())
  expect(ships).toContain(`${named.length} packages, `)
})

it('has a decision that names each package', async () => {
  const folder = join(ROOT, 'docs/decisions')
  const files = (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'))
  const text = (await Promise.all(files)).join('\n')
  const named = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  const packages = Object.keys({ ...named.dependencies, ...named.devDependencies })
  const isNamed = (one: string) =>
    new RegExp(`(?<![\\w/@-])${one}(?:/[\\w-]+)?(?![\\w-])`).test(text)
  expect(packages.filter((one) => !isNamed(one))).toEqual([])
})
