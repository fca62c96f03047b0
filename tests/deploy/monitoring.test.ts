/** The agents' settings, as far as that can be told without the agents. */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createMetrics } from '../../api/metrics/metrics.ts'

const FOLDER = resolve(import.meta.dirname, '../../deploy/monitoring')
const read = (name: string) => readFile(join(FOLDER, name), 'utf8')

const scrapeSchema = v.looseObject({
  job_name: v.literal('longhaul'),
  static_configs: v.tuple([v.strictObject({ targets: v.tuple([v.string()]) })]),
})

/** What is used here of the schema in the agent's repository (translator/config/schema.json). */
const agentSchema = v.strictObject({
  logs: v.strictObject({
    logs_collected: v.strictObject({
      files: v.strictObject({
        collect_list: v.tuple([
          v.strictObject({
            file_path: v.string(),
            log_group_name: v.string(),
            log_stream_name: v.string(),
            retention_in_days: v.picklist([30, 60, 90, 180, 365, 731, 3653]),
          }),
        ]),
      }),
    }),
    metrics_collected: v.strictObject({
      prometheus: v.strictObject({
        prometheus_config_path: v.string(),
        log_group_name: v.string(),
        emf_processor: v.strictObject({
          metric_namespace: v.string(),
          metric_declaration: v.array(
            v.strictObject({
              source_labels: v.array(v.string()),
              label_matcher: v.string(),
              /** CloudWatch takes 30 for one metric. */
              dimensions: v.array(v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(30))),
              metric_selectors: v.array(v.string()),
            }),
          ),
        }),
      }),
    }),
  }),
})

const names = v.array(v.string())
const pipelineSchema = v.strictObject({ receivers: names, processors: names, exporters: names })
const collectorSchema = v.strictObject({
  receivers: v.strictObject({
    prometheus: v.strictObject({
      config: v.strictObject({ scrape_configs: v.tuple([scrapeSchema]) }),
    }),
    filelog: v.strictObject({
      include: names,
      operators: v.tuple([
        v.strictObject({
          type: v.literal('json_parser'),
          timestamp: v.strictObject({
            parse_from: v.literal('attributes.time'),
            layout_type: v.literal('epoch'),
            layout: v.literal('ms'),
          }),
          severity: v.strictObject({
            parse_from: v.literal('attributes.level'),
            mapping: v.record(v.string(), v.number()),
          }),
        }),
      ]),
    }),
  }),
  processors: v.record(v.string(), v.unknown()),
  exporters: v.record(v.string(), v.unknown()),
  service: v.strictObject({ pipelines: v.record(v.string(), pipelineSchema) }),
})

const prometheusSchema = v.looseObject({ scrape_configs: v.tuple([scrapeSchema]) })

describe('the settings of the CloudWatch agent', () => {
  it('have the form that the agent takes, and pick figures by labels that they have', async () => {
    const { logs } = v.parse(agentSchema, JSON.parse(await read('cloudwatch-agent.json')))
    const figures = createMetrics(true).registry.getMetricsAsArray()
    const labels = new Map(figures.map((one) => [one.name, labelsOf(one)]))
    for (const declared of logs.metrics_collected.prometheus.emf_processor.metric_declaration) {
      expect(declared.source_labels).toEqual(['job'])
      expect('longhaul').toMatch(new RegExp(declared.label_matcher))
      for (const selector of declared.metric_selectors) {
        const picked = [...labels].filter(([name]) => new RegExp(selector).test(name))
        expect(picked.length).toBeGreaterThan(0)
        const wanted = declared.dimensions.flat().filter((label) => label !== 'instance')
        for (const [, known] of picked) expect(known).toEqual(expect.arrayContaining(wanted))
      }
    }
  })
})

describe('the settings of the OpenTelemetry Collector', () => {
  it('name each part that they have, and no other', async () => {
    const { service, ...parts } = v.parse(collectorSchema, parse(await read('otel-collector.yaml')))
    for (const kind of ['receivers', 'processors', 'exporters'] as const) {
      const used = Object.values(service.pipelines).flatMap((pipeline) => pipeline[kind])
      expect(new Set(used)).toEqual(new Set(Object.keys(parts[kind])))
    }
  })

  it('ask where Prometheus asks, and read levels as the log has them', async () => {
    const { receivers } = v.parse(collectorSchema, parse(await read('otel-collector.yaml')))
    const { scrape_configs } = v.parse(prometheusSchema, parse(await read('prometheus.yml')))
    const [{ static_configs }] = receivers.prometheus.config.scrape_configs
    expect(static_configs).toEqual(scrape_configs[0].static_configs)
    const [{ severity }] = receivers.filelog.operators
    const levels = Object.entries(pino.levels.values).filter(([name]) => name !== 'trace')
    expect(severity.mapping).toEqual(Object.fromEntries(levels))
  })
})

/** The types of prom-client don't tell. */
function labelsOf(metric: object): readonly string[] {
  return v.parse(v.array(v.string()), Reflect.get(metric, 'labelNames') ?? [])
}
