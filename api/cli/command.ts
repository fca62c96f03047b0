/** What a command found, where it says more than that it was done. */
export interface Finding {
  readonly printed: string
  readonly exitCode: number
}

/**
 * One command: what it prints.
 *
 * @throws UsageError, or StartError, ApiFailure and UnreadableError for what the person who calls
 *   it can mend
 */
export type Command<Result extends string | Finding = string> = (
  options: string[],
  environment: Readonly<Record<string, string | undefined>>,
) => Promise<Result>

/** The command was not called as it has to be. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** How it has to be. */
  readonly help: string

  constructor(message: string, help: string, options?: ErrorOptions) {
    super(message, options)
    this.help = help
  }
}

/** What a command was pointed at can't be read. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
}
