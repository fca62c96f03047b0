/** The template has AWS's own form: by the specification of resources that the CDK is made of. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { parse } from 'yaml'

const TEMPLATE = resolve(import.meta.dirname, '../../deploy/aws/longhaul.cloudformation.yaml')
const specification = loadAwsServiceSpecSync()

type Properties = ReturnType<typeof specification.all<'typeDefinition'>>[number]['properties']
type Type = Properties[string]['type']

const object = v.record(v.string(), v.unknown())
const resources = v.object({
  Resources: v.record(v.string(), v.object({ Type: v.string(), Properties: object })),
})

/** A value that is known only when the stack is made. */
function isIntrinsic(value: unknown): boolean {
  if (!v.is(object, value)) return false
  const [name = '', ...others] = Object.keys(value)
  return others.length === 0 && /^(?:Ref|Fn::\w+)$/.test(name)
}

/** What is wrong with a value, each with where it stands. */
function flawsOf(value: unknown, type: Type, place: string): string[] {
  if (isIntrinsic(value)) return []
  switch (type.type) {
    case 'ref': {
      const { properties } = specification.get('typeDefinition', type.reference)
      return flawsOfProperties(value, properties, place)
    }
    case 'array':
      if (!Array.isArray(value)) return [`${place} is no list`]
      return value.flatMap((one, index) => flawsOf(one, type.element, `${place}[${index}]`))
    case 'string':
    case 'boolean':
      return typeof value === type.type ? [] : [`${place} is no ${type.type}`]
    case 'integer':
    case 'number':
      return typeof value === 'number' ? [] : [`${place} is no number`]
    default:
      return []
  }
}

function flawsOfProperties(value: unknown, properties: Properties, place: string): string[] {
  if (!v.is(object, value)) return [`${place} is no object`]
  const missing = Object.entries(properties)
    .filter(([name, { required }]) => required === true && !(name in value))
    .map(([name]) => `${place}.${name} is missing`)
  const wrong = Object.entries(value).flatMap(([name, one]) => {
    const property = properties[name]
    return property
      ? flawsOf(one, property.type, `${place}.${name}`)
      : [`${place}.${name} is unknown`]
  })
  return [...missing, ...wrong]
}

function flawsIn(text: string): string[] {
  const { Resources } = v.parse(resources, parse(text))
  return Object.entries(Resources).flatMap(([name, one]) => {
    const [type] = specification.lookup('resource', 'cloudFormationType', 'equals', one.Type)
    return type
      ? flawsOfProperties(one.Properties, type.properties, name)
      : [`${name} is of no type`]
  })
}

it('has no property that AWS does not know, of the right types, and all that it wants', () => {
  const text = readFileSync(TEMPLATE, 'utf8')
  expect(flawsIn(text)).toEqual([])
  // It would notice.
  const wrong = text
    .replace('ExposedHeaders', 'ExposeHeaders')
    .replace('MaxAge: 7200', "MaxAge: '7200'")
    .replace(/^ *OriginProtocolPolicy: .*\n/m, '')
  expect(flawsIn(wrong)).toEqual([
    'Bucket.CorsConfiguration.CorsRules[0].ExposeHeaders is unknown',
    'Bucket.CorsConfiguration.CorsRules[0].MaxAge is no number',
    'Distribution.DistributionConfig.Origins[0].CustomOriginConfig.OriginProtocolPolicy is missing',
  ])
})
