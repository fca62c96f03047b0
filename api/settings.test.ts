import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { ACTIONS } from './audit/actions.ts'
import { createMetrics } from './metrics/metrics.ts'
import { SETTING_NAMES, settingsSchema } from './settings.ts'

/** Of `npm run store` alone. */
const OF_STORE = ['STORE_CORS_ORIGINS']

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8')

describe('what operators read', () => {
  it.each(['docs/configure.md', '.env.example'])('has every setting in %s', (path) => {
    const names = new Set(read(path).match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b/g))
    expect(SETTING_NAMES.filter((name) => !names.has(name))).toEqual([])
  })

  it('names no setting that there is not, and has the defaults', () => {
    const known = [...SETTING_NAMES, ...OF_STORE]
    const rows = read('docs/configure.md').matchAll(/^\| (`[A-Z][^|]*`) \|([^|]*)\|/gm)
    const documented = [...rows].flatMap(([, names = '', value = '']) => {
      const values = value.split(', ').map((one) => one.trim())
      return names.split(', ').map((name, index) => ({
        name: name.replaceAll('`', ''),
        value: values[index] ?? '',
      }))
    })
    expect(documented.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([])
    expect(documented.length).toBeGreaterThan(50)
    const defaults = v.getDefaults(settingsSchema)
    const wrong = documented.filter(({ name, value }) => {
      const real: unknown = Reflect.get(defaults, name)
      const [, written] = /^`([^`]*)`$/.exec(value) ?? []
      return written !== undefined && typeof real === 'string' && written !== real
    })
    expect(wrong).toEqual([])
    const examples = read('.env.example').matchAll(/^#([A-Z][A-Z0-9_]*)=/gm)
    const named = [...examples].map(([, name = '']) => name)
    expect(named.filter((name) => !known.includes(name))).toEqual([])
  })

  it('has examples in .env.example that a shell reads as Node does', () => {
    const file = read('.env.example').replaceAll(/^#(?=[A-Z][A-Z0-9_]*=)/gm, '')
    const env = { PATH: process.env['PATH'] }
    const all = execFileSync('sh', ['-c', `set -a\n${file}\nenv -0`], { env, encoding: 'utf8' })
    const pairs = all.split('\0').map((pair) => [pair.split('=', 1)[0], pair.replace(/^\w+=/, '')])
    expect(Object.fromEntries(pairs)).toMatchObject(parseEnv(file))
  })

  const figures = createMetrics(false)
    .registry.getMetricsAsArray()
    .map(({ name }) => name)

  it('says what every figure and every action is', () => {
    const text = read('docs/monitoring.md')
    const missing = (names: readonly string[]) =>
      names.filter((name) => !text.includes(`\`${name}`))
    expect(missing(figures)).toEqual([])
    expect(missing(Object.values(ACTIONS).map(({ name }) => name))).toEqual([])
  })

  it.each([
    'docs/monitoring.md',
    'deploy/monitoring/alerts.yml',
    'deploy/monitoring/cloudwatch-agent.json',
  ])('names no figure in %s that there is not', (path) => {
    const named = read(path).match(/longhaul_[a-z0-9_]*[a-z0-9]\b/g) ?? []
    const known = (name: string) => figures.some((figure) => figure.startsWith(baseOf(name)))
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((name) => !known(name))).toEqual([])
  })
})

/** A histogram's name without what tells its series apart. */
function baseOf(name: string): string {
  return name.replace(/(?<=_seconds)_(?:bucket|count|sum)$/, '')
}
