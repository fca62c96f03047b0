/** What the doctor says of a deployment: the command prints it, the API answers with it. */

/** `warning`: uploads work, but not as well as they could. `failure`: uploads can't work. */
export type Level = 'ok' | 'warning' | 'failure'

/** What one check found. Nothing in it is secret. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly check: string
  readonly level: Level
  /** By which programs know a problem, whatever the words are; '' where there is none. */
  readonly code: string
  /** What was seen: a sentence. */
  readonly saw: string
  /** What to change: a sentence or two; '' where nothing has to be. */
  readonly change: string
}

/** The answer of `POST /api/doctor`. */
export interface DoctorAnswer {
  readonly findings: readonly Finding[]
}
