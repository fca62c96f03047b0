import * as v from 'valibot'
import { namedLinkRequestSchema, type NamedLinkRequest } from '../identity/links.ts'
import { readCount, readDuration, readSize } from './values.ts'

/** What was said of a link on the command line, as it was typed. */
export interface LinkOptions {
  readonly expires: string
  readonly prefix?: string | undefined
  readonly note?: string | undefined
  readonly label?: string | undefined
  readonly 'max-files'?: string | undefined
  readonly 'max-bytes'?: string | undefined
  readonly 'max-file-size'?: string | undefined
  readonly notify?: string | undefined
  readonly admin: boolean
}

/** What is wrong with a field, in the words of the command line; of the others the schema says it. */
const WRONG: Readonly<Record<string, string>> = {
  expiresInSeconds: '--expires must be 1s to 366d, like 90m, 12h or 7d',
  maxFiles: '--max-files must be a whole number from 1 on',
  maxBytes: '--max-bytes must be at least 1, like 5000, 500GB or 20GiB',
  maxFileSize: '--max-file-size must be 1 to 48.8TiB, like 5000, 50GB or 20GiB',
  note: '--note must have at most 1000 characters',
  label: '--label must have at most 100 characters',
}

/**
 * The link that the options ask for.
 *
 * @param refuse is called with what is wrong, the option's name first
 */
export function readLinkRequest(
  options: LinkOptions,
  refuse: (why: string) => never,
): NamedLinkRequest {
  const request = v.safeParse(namedLinkRequestSchema, {
    expiresInSeconds: read(options.expires, readDuration),
    prefix: options.prefix ?? '',
    note: options.note ?? '',
    label: options.label ?? '',
    maxFiles: read(options['max-files'], readCount),
    maxBytes: read(options['max-bytes'], readSize),
    maxFileSize: read(options['max-file-size'], readSize),
    admin: options.admin,
    notify: options.notify ?? null,
  })
  if (request.success) return request.output
  const [issue] = request.issues
  const field = v.getDotPath(issue) ?? ''
  return refuse(WRONG[field] ?? `--${field} ${issue.message}`)
}

/** NaN where it can't be read: the schema refuses that as it refuses what is too much. */
function read(
  text: string | undefined,
  reader: (text: string) => number | undefined,
): number | null {
  return text === undefined ? null : (reader(text) ?? Number.NaN)
}
