/** The CORS headers of every answer, and the answers to preflights. */
import type { CorsRule } from './bucket-settings.ts'
import { findRule, forbiddenByCors } from './cors-rules.ts'

const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method'

type Headers = Readonly<Record<string, string | string[] | undefined>>

function text(headers: Headers, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

/** The headers that let a page of an allowed origin see an answer, error or not. */
export function corsHeaders(
  rules: readonly CorsRule[],
  method: string,
  headers: Headers,
): Record<string, string> {
  const origin = text(headers, 'origin')
  const rule = origin === undefined ? undefined : findRule(rules, { origin, method, headers: [] })
  if (origin === undefined || !rule) return { vary: VARY }
  const exposed = rule.exposeHeaders.join(', ')
  return {
    vary: VARY,
    'access-control-allow-origin': allowedOrigin(rule, origin),
    ...(exposed !== '' && { 'access-control-expose-headers': exposed }),
  }
}

/**
 * The headers of the answer to a preflight.
 *
 * @throws S3Error AccessForbidden
 */
export function preflightHeaders(
  rules: readonly CorsRule[],
  headers: Headers,
): Record<string, string> {
  const origin = text(headers, 'origin')
  const method = text(headers, 'access-control-request-method')
  const asked = text(headers, 'access-control-request-headers') ?? ''
  const names = asked.split(',').flatMap((name) => name.trim().toLowerCase() || [])
  if (origin === undefined || method === undefined) throw forbiddenByCors()
  const rule = findRule(rules, { origin, method, headers: names })
  if (!rule) throw forbiddenByCors()
  return {
    vary: VARY,
    'access-control-allow-origin': allowedOrigin(rule, origin),
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(names.length > 0 && { 'access-control-allow-headers': names.join(', ') }),
    ...(rule.maxAge !== undefined && { 'access-control-max-age': String(rule.maxAge) }),
    ...(headers['access-control-request-private-network'] === 'true' && {
      'access-control-allow-private-network': 'true',
    }),
  }
}

function allowedOrigin(rule: CorsRule, origin: string): string {
  return rule.allowedOrigins.includes('*') ? '*' : origin
}
