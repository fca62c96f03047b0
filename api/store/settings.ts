/** The settings of the store when it runs alone. */
import * as v from 'valibot'

const Port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535'),
  v.transform(Number),
  v.maxValue(65535, 'must be a port number from 0 to 65535'),
)
const Name = (what: string, pattern: RegExp) => v.pipe(v.string(), v.regex(pattern, what))

/** An origin as browsers send it, or `*`. */
const Origin = v.pipe(
  v.string(),
  v.check(
    (text) => text === '*' || (URL.canParse(text) && new URL(text).origin === text),
    'must be origins such as http://localhost:8080, separated by commas, or *',
  ),
)

const Settings = v.object({
  HOST: v.optional(Name('must be a host name or address', /^[A-Za-z0-9.:-]+$/), '127.0.0.1'),
  STORE_PORT: v.optional(Port, '9000'),
  STORE_BUCKET: v.optional(
    Name(
      'must be 3 to 63 lower-case letters, digits and hyphens',
      /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    ),
    'uploads',
  ),
  STORE_ACCESS_KEY_ID: v.optional(
    Name('must be 3 to 128 letters, digits, - or _', /^[\w-]{3,128}$/),
    'longhaul',
  ),
  STORE_SECRET_ACCESS_KEY: v.optional(
    v.pipe(v.string(), v.minLength(8, 'must have 8 characters at least')),
  ),
  DATA_DIR: v.optional(v.pipe(v.string(), v.minLength(1, 'must be a folder')), './data'),
  S3_REGION: v.optional(
    Name('must be lower-case letters, digits and hyphens', /^[a-z0-9-]{1,64}$/),
    'us-east-1',
  ),
  STORE_CORS_ORIGINS: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) =>
        text
          .split(',')
          .map((origin) => origin.trim())
          .filter((origin) => origin !== ''),
      ),
      v.array(Origin),
    ),
    '',
  ),
})

export type Settings = v.InferOutput<typeof Settings>

/** A setting is wrong; the message is one line that names it. */
export class SettingsError extends Error {}

/**
 * Reads the settings; one that is empty counts as not given.
 *
 * @throws SettingsError
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.entries(environment).filter(
    ([, value]) => value !== undefined && value !== '',
  )
  const parsed = v.safeParse(Settings, Object.fromEntries(given))
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new SettingsError(`${String(issue.path?.[0]?.key)} ${issue.message}`)
}
