/** A bucket's CORS rules: reading and writing them, and finding the one for a request. */
import * as v from 'valibot'
import type { CorsRule } from './bucket-settings.ts'
import { S3Error } from './errors.ts'
import { one, readXml } from './xml-read.ts'
import { element, optional, xmlDocument } from './xml-write.ts'

const MAX_RULES = 100
const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'] as const

/** Text with one star at most, as S3 demands. */
const Pattern = v.pipe(v.string(), v.regex(/^[^*\s]*\*?[^*\s]*$/), v.minLength(1), v.maxLength(255))

const Configuration = v.strictObject({
  CORSRule: v.pipe(
    v.array(
      v.strictObject({
        ID: v.optional(one(v.pipe(v.string(), v.maxLength(255)))),
        AllowedOrigin: v.array(Pattern),
        AllowedMethod: v.array(v.picklist(METHODS)),
        AllowedHeader: v.optional(v.array(Pattern), []),
        ExposeHeader: v.optional(v.array(v.pipe(v.string(), v.regex(/^[\w!#$%&'*+.^`|~-]+$/))), []),
        MaxAgeSeconds: v.optional(
          one(v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number))),
        ),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_RULES),
  ),
})

/** @throws S3Error MalformedXML */
export function readCorsConfiguration(text: string): CorsRule[] {
  return readXml(text, 'CORSConfiguration', Configuration).CORSRule.map((rule) => ({
    ...(rule.ID !== undefined && { id: rule.ID }),
    allowedOrigins: rule.AllowedOrigin,
    allowedMethods: rule.AllowedMethod,
    allowedHeaders: rule.AllowedHeader,
    exposeHeaders: rule.ExposeHeader,
    ...(rule.MaxAgeSeconds !== undefined && { maxAge: rule.MaxAgeSeconds }),
  }))
}

export function writeCorsConfiguration(rules: readonly CorsRule[]): string {
  const all = (name: string, values: readonly string[]) =>
    values.map((value) => element(name, value))
  return xmlDocument(
    'CORSConfiguration',
    rules.map((rule) =>
      element(
        'CORSRule',
        optional('ID', rule.id),
        all('AllowedOrigin', rule.allowedOrigins),
        all('AllowedMethod', rule.allowedMethods),
        all('AllowedHeader', rule.allowedHeaders),
        all('ExposeHeader', rule.exposeHeaders),
        optional('MaxAgeSeconds', rule.maxAge),
      ),
    ),
  )
}

/** What a browser wants to do, and from where. */
export interface CrossOriginRequest {
  readonly origin: string
  readonly method: string
  /** Lower-case names. */
  readonly headers: readonly string[]
}

/** The first rule that allows a request. */
export function findRule(
  rules: readonly CorsRule[],
  { origin, method, headers }: CrossOriginRequest,
): CorsRule | undefined {
  return rules.find(
    (rule) =>
      rule.allowedOrigins.some((pattern) => fits(pattern, origin)) &&
      rule.allowedMethods.includes(method) &&
      headers.every((name) =>
        rule.allowedHeaders.some((pattern) => fits(pattern.toLowerCase(), name)),
      ),
  )
}

function fits(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*')
  if (star < 0) return pattern === text
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)]
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail)
}

/** What the operator allows: origins that may do all that Longhaul does. */
export function operatorRules(origins: readonly string[]): CorsRule[] {
  if (origins.length === 0) return []
  return [
    {
      allowedOrigins: [...origins],
      allowedMethods: [...METHODS],
      allowedHeaders: ['*'],
      exposeHeaders: EXPOSED,
      maxAge: 7200,
    },
  ]
}

const EXPOSED = [
  'ETag',
  'Content-Length',
  'Content-Range',
  'Accept-Ranges',
  'Last-Modified',
  'x-amz-checksum-crc32',
  'x-amz-checksum-crc32c',
  'x-amz-checksum-crc64nvme',
  'x-amz-checksum-sha1',
  'x-amz-checksum-sha256',
  'x-amz-checksum-type',
  'x-amz-mp-parts-count',
  'x-amz-request-id',
  'x-amz-version-id',
]

/** The answer to a preflight that no rule allows. */
export function forbiddenByCors(): S3Error {
  return new S3Error(
    'AccessForbidden',
    'CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource’s CORS spec.',
  )
}
