import { describeRefusal } from '../doctor/refusal.ts'
import type { ApiFailure } from '../failure.ts'

/** What the store answered or how it failed, for whoever runs a command; there is no server's log to read. */
export function describeFailure({ message, cause }: ApiFailure): string {
  return cause === undefined ? message : `the store did not do it: ${describeRefusal(cause)}`
}

/** The same with what to do next. */
export function describeWithRemedy(failure: ApiFailure): string {
  const text = describeFailure(failure)
  return failure.cause === undefined ? text : `${text}\nTo find out what to change: longhaul doctor`
}
