import { pino, type DestinationStream, type Level, type Logger } from 'pino'
import { escapeInvisible } from './text.ts'

/**
 * JSON lines, with everything invisible escaped. Errors are logged by what `describeError` takes of
 * them, never whole.
 */
export function createLogger(level: Level | 'silent', destination: DestinationStream): Logger {
  return pino(
    { level, base: null, serializers: { err: describeError } },
    { write: (line) => destination.write(`${escapeInvisible(line.trimEnd())}\n`) },
  )
}

interface ErrorDescription {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly status?: number
  readonly stack?: string
  readonly cause?: ErrorDescription
}

const DEEPEST_CAUSE = 5

/**
 * Name, message, code, status and causes. Not the rest: errors of a store carry what was signed,
 * headers and tokens among it.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error, message: 'not an error' }
  const code: unknown = Reflect.get(error, 'code')
  const metadata: unknown = Reflect.get(error, '$metadata')
  const status: unknown =
    typeof metadata === 'object' && metadata !== null
      ? Reflect.get(metadata, 'httpStatusCode')
      : undefined
  const withCause = error.cause !== undefined && depth < DEEPEST_CAUSE
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(depth === 0 && error.stack ? { stack: error.stack } : {}),
    ...(withCause ? { cause: describeError(error.cause, depth + 1) } : {}),
  }
}
