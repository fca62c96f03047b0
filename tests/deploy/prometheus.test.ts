/** The settings for Prometheus, by Prometheus itself. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { createMetrics } from '../../api/metrics/metrics.ts'
import { startApp } from '../servers/app.ts'
import { installPackage } from '../servers/apt.ts'
import { freePort } from '../servers/free-port.ts'

const execute = promisify(execFile)
const FOLDER = resolve(import.meta.dirname, '../../deploy/monitoring')
const PROMETHEUS = '/usr/bin/prometheus'

let folder: string
beforeAll(async () => {
  if (!existsSync(PROMETHEUS)) await installPackage('prometheus', 'Prometheus')
  folder = await mkdtemp(join(tmpdir(), 'longhaul-prometheus-'))
}, 300_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

async function promtool(...words: string[]): Promise<string> {
  const { stdout, stderr } = await execute('/usr/bin/promtool', words)
  return stdout + stderr
}

const rulesSchema = v.object({
  groups: v.tuple([
    v.object({ rules: v.array(v.looseObject({ alert: v.string(), expr: v.string() })) }),
  ]),
})
const alertsFile = join(FOLDER, 'alerts.yml')
const readRules = async () => {
  const [group] = v.parse(rulesSchema, parse(await readFile(alertsFile, 'utf8'))).groups
  return group.rules
}

/** Figures, in promtool's notation of a value every 30 seconds. */
type Series = Readonly<Record<string, string>>

/** What each alert is to be raised by, when that has not been for long enough, and when it has. */
const ALARMS: Readonly<Record<string, readonly [early: string, late: string, series: Series]>> = {
  LonghaulDown: ['6m', '8m', { 'up{job="longhaul",instance="a"}': '1x10 0x40' }],
  LonghaulUploadDamaged: [
    '4m',
    '6m',
    { 'longhaul_uploads_failed_total{code="object_mismatch"}': '0x10 1x40' },
  ],
  LonghaulUploadsFail: [
    '8m',
    '14m',
    { 'longhaul_uploads_failed_total{code="upload_gone"}': '0x10 1x10 3x40' },
  ],
  LonghaulAnswersFail: [
    '8m',
    '25m',
    {
      'longhaul_requests_total{action="sign",status="200",code=""}': '0+90x100',
      'longhaul_requests_total{action="sign",status="503",code="server_error"}': '0+10x100',
    },
  ],
  LonghaulStoreRefuses: [
    '4m',
    '12m',
    { 'longhaul_s3_errors_total{operation="HeadObject",code="AccessDenied"}': '0+1x100' },
  ],
  LonghaulStoreFails: [
    '8m',
    '25m',
    {
      'longhaul_s3_errors_total{operation="HeadObject",code="http_500"}': '0+10x100',
      'longhaul_s3_request_seconds_count{operation="HeadObject"}': '0+100x100',
    },
  ],
  LonghaulSigningSlow: [
    '8m',
    '25m',
    {
      'longhaul_request_seconds_bucket{action="sign",le="1"}': '0+1x100',
      'longhaul_request_seconds_bucket{action="sign",le="5"}': '0+10x100',
      'longhaul_request_seconds_bucket{action="sign",le="+Inf"}': '0+10x100',
    },
  ],
  LonghaulSignInsRefused: [
    '8m',
    '25m',
    { 'longhaul_requests_total{action="create",status="401",code="link_invalid"}': '0+60x100' },
  ],
  LonghaulNoticesLost: [
    '4m',
    '6m',
    { 'longhaul_notices_total{channel="mail",outcome="given_up"}': '0x10 1x40' },
  ],
  LonghaulNoticesWait: ['30m', '40m', { longhaul_notices_waiting: '0x10 150x100' }],
}

/** A server that is well: some of all that goes wrong now and then, and much that goes right. */
const WELL: Series = {
  'up{job="longhaul",instance="a"}': '1x200',
  'longhaul_uploads_failed_total{code="object_mismatch"}': '0x200',
  'longhaul_uploads_failed_total{code="upload_gone"}': '0x100 1x100',
  'longhaul_requests_total{action="sign",status="200",code=""}': '0+100x200',
  'longhaul_requests_total{action="sign",status="503",code="slow_down"}': '0+1x200',
  'longhaul_requests_total{action="create",status="401",code="link_expired"}': '0+1x200',
  'longhaul_s3_errors_total{operation="UploadPart",code="SlowDown"}': '0+1x200',
  'longhaul_s3_request_seconds_count{operation="UploadPart"}': '0+100x200',
  'longhaul_request_seconds_bucket{action="sign",le="0.005"}': '0+100x200',
  'longhaul_request_seconds_bucket{action="sign",le="+Inf"}': '0+100x200',
  'longhaul_notices_total{channel="mail",outcome="delivered"}': '0+1x200',
  'longhaul_notices_total{channel="mail",outcome="given_up"}': '0x200',
  longhaul_notices_waiting: '3x200',
}

const inputOf = (series: Series) =>
  Object.entries(series).map(([name, values]) => ({ series: name, values }))
const firing = (eval_time: string, names: readonly string[]) => ({
  expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
  eval_time,
  exp_samples: names.map((name) => ({ labels: `{alertname="${name}"}`, value: 1 })),
})

describe('the settings for Prometheus', () => {
  it('are such, with each alert for figures that there are', async () => {
    await promtool('check', 'config', join(FOLDER, 'prometheus.yml'))
    const figures = createMetrics(false).registry.getMetricsAsArray()
    const names = new Set(figures.map(({ name }) => name))
    for (const { alert, expr } of await readRules()) {
      const asked = [...expr.matchAll(/longhaul_\w+/g)].map(([name]) =>
        name.replace(/_(?:bucket|count|sum)$/, ''),
      )
      expect(alert === 'LonghaulDown' || asked.length > 0).toBe(true)
      for (const name of asked) expect(names).toContain(name)
    }
  })

  it('raise each alert when it is time, that one alone, and none of a server that is well', async () => {
    expect((await readRules()).map(({ alert }) => alert)).toEqual(Object.keys(ALARMS))
    const tests = Object.entries(ALARMS).map(([name, [early, late, series]]) => ({
      interval: '30s',
      input_series: inputOf(series),
      promql_expr_test: [firing(early, []), firing(late, [name])],
    }))
    const well = {
      interval: '30s',
      input_series: inputOf(WELL),
      promql_expr_test: ['10m', '55m', '90m'].map((time) => firing(time, [])),
    }
    await copyFile(alertsFile, join(folder, 'alerts.yml'))
    const file = join(folder, 'alerts.test.yml')
    await writeFile(file, stringify({ rule_files: ['alerts.yml'], tests: [...tests, well] }))
    await promtool('test', 'rules', file)
  })

  it('have Prometheus read what a server says, and know when it is away', async () => {
    const [metricsPort, port] = [await freePort(), await freePort()]
    const settings = (await readFile(join(FOLDER, 'prometheus.yml'), 'utf8'))
      .replace('127.0.0.1:9464', `127.0.0.1:${metricsPort}`)
      .replace('scrape_interval: 30s', 'scrape_interval: 1s')
    await writeFile(join(folder, 'prometheus.yml'), settings)
    await copyFile(alertsFile, join(folder, 'alerts.yml'))
    const app = await startApp({
      DATA_DIR: join(folder, 'data'),
      METRICS_PORT: String(metricsPort),
    })
    const prometheus = spawn(
      PROMETHEUS,
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'tsdb')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    )
    const ended = once(prometheus, 'exit')
    const ask = (query: string) => valueOf(port, query)
    try {
      const body = { id: '0199d1a0-0000-7000-8000-000000000000', name: 'a', path: '', type: '' }
      const created = await fetch(`${app.origin}/api/uploads`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, size: 9, lastModified: 1 }),
      })
      expect(created.status).toBe(200)
      const soon = { timeout: 20_000, interval: 250 }
      await expect.poll(() => ask('up{job="longhaul"}'), soon).toBe('1')
      await expect.poll(() => ask('longhaul_uploads_started_total'), soon).toBe('1')
      expect(await ask('longhaul_requests_total{action="create",status="200"}')).toBe('1')
      await app.stop()
      await expect.poll(() => ask('up{job="longhaul"}'), soon).toBe('0')
    } finally {
      prometheus.kill()
      await ended
      await app.stop()
    }
  })
})

const answerSchema = v.object({
  data: v.object({
    result: v.array(v.object({ value: v.tuple([v.number(), v.string()]) })),
  }),
})

/** The value of the one series that the query finds; undefined of none, or until it answers. */
async function valueOf(port: number, query: string): Promise<string | undefined> {
  const address = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`
  const response = await fetch(address).catch(() => undefined)
  if (!response?.ok) return undefined
  return v.parse(answerSchema, await response.json()).data.result[0]?.value[1]
}
