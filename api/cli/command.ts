/**
 * One command: what it prints.
 *
 * @throws UsageError, or StartError and ApiFailure for what the person who calls it can mend
 */
export type Command = (
  options: string[],
  environment: Readonly<Record<string, string | undefined>>,
) => Promise<string>

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
