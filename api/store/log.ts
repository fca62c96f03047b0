/** Where the store tells what it did. */

export interface LogEntry {
  readonly requestId?: string
  readonly method?: string
  readonly status?: number
  readonly code?: string
  /** The stack of what went wrong inside; never shown to a client. */
  readonly cause?: string | undefined
}

export interface StoreLogger {
  info(entry: LogEntry, message: string): void
  warn(entry: LogEntry, message: string): void
  error(entry: LogEntry, message: string): void
}

/** A logger like pino's, or one function for all levels. */
export type StoreLog = StoreLogger | ((entry: LogEntry, message: string) => void)

/** The logger for an option; without one, nothing is logged. */
export function createLogger(log: StoreLog | undefined): StoreLogger {
  if (typeof log === 'object') return log
  const write = log ?? (() => undefined)
  return { info: write, warn: write, error: write }
}

/** What went wrong, as text for a log; undefined where nothing did. */
export function describeCause(cause: unknown): string | undefined {
  if (cause === undefined) return undefined
  return cause instanceof Error ? (cause.stack ?? cause.message) : 'an error without a message'
}
