import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const HOOK = { WEBHOOK_SECRET: SECRET }
const BUCKET = { S3_BUCKET: 'files', TOKEN_SECRET: 'x'.repeat(32) }

describe('readConfig', () => {
  const wrong: [name: string, value: string, others?: Record<string, string>][] = [
    ['HOST', 'not a host'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PUBLIC_ORIGIN', 'localhost:8080'],
    ['PUBLIC_ORIGIN', 'https://example.com/path'],
    ['PUBLIC_ORIGIN', 'ftp://example.com'],
    ['LOG_LEVEL', 'loud'],
    ['S3_BUCKET', 'a/b'],
    ['S3_REGION', 'eu central'],
    ['S3_REGION', 'eu_west'],
    ['S3_REGION', 'eu-west-'],
    ['AWS_REGION', 'eu.west'],
    ['S3_ENDPOINT', 'nowhere', BUCKET],
    ['S3_ENDPOINT', 'https://user:secret@example.com', BUCKET],
    ['S3_PUBLIC_ENDPOINT', 'nowhere'],
    ['S3_ENDPOINTS', 'https://s3.example.com, nowhere', BUCKET],
    ['S3_FORCE_PATH_STYLE', 'maybe'],
    ['S3_ACCELERATE', 'true'],
    ['KEY_PREFIX', '/a'],
    ['KEY_PREFIX', 'a/../b'],
    ['KEY_PREFIX', 'a//b'],
    ['KEY_PREFIX', 'x'.repeat(201)],
    ['RECEIPT_PREFIX', 'a\\b'],
    ['RECEIPT_PREFIX', 'servers/', { STATE_PREFIX: 'servers/' }],
    ['RECEIPT_PREFIX', 'servers/receipts/', { STATE_PREFIX: 'servers/' }],
    ['RECEIPT_PREFIX', 'both/', { KEY_PREFIX: 'servers/', STATE_PREFIX: 'both/servers/' }],
    ['KEY_PREFIX', '.longhaul/uploads/'],
    ['MAX_FILE_SIZE', '5 GB'],
    ['MAX_FILE_SIZE', '53687091200001'],
    ['PRESIGN_TTL_SECONDS', '604801'],
    ['PRESIGN_TTL_SECONDS', '0'],
    ['UPLOAD_TTL_SECONDS', '1'],
    ['PART_ROUTE', 'true'],
    ['TOKEN_SECRET', 'too-short-to-be-one'],
    ['AUDIT_LOG', 'perhaps'],
    ['METRICS_PORT', '70000'],
    ['METRICS_HOST', 'two words'],
    ['METRICS_TOKEN', 'too-short'],
    ['NOTICES', 'completed,begun'],
    ['WEBHOOK_URLS', 'ftp://hooks.example.com'],
    ['WEBHOOK_URLS', 'https://user:secret@hooks.example.com/', HOOK],
    ['WEBHOOK_URLS', 'http://hooks.example.com/', HOOK],
    ['WEBHOOK_SECRET', 'whsec_dG9vIHNob3J0'],
    ['WEBHOOK_SECRET', `${SECRET},plain-words-only`],
    ['WEBHOOK_ALLOW_HTTP', 'sometimes'],
    ['SMTP_HOST', 'mail server'],
    ['SMTP_PORT', '0'],
    ['SMTP_SECURITY', 'perhaps'],
    ['MAIL_FROM', 'nobody'],
    ['MAIL_FROM', 'a@example.com\nBcc: b@example.com'],
    ['MAIL_TO', 'ann@example.com, nobody'],
    ['MAIL_LINK_OWNERS', 'always'],
    ['AUTH', 'anybody'],
    ['AUTH_OPEN_TO_EVERYONE', 'perhaps'],
    ['JWT_JWKS_URL', 'http://keys.example.com/jwks'],
    ['JWT_ALGORITHMS', 'RS256,none'],
    ['JWT_ALGORITHMS', 'HS256'],
    ['JWT_ALGORITHMS', ' , '],
    ['JWT_HEADER', 'Longhaul-Token'],
    ['JWT_PREFIX', '/people'],
    ['JWT_PREFIX', 'people/../{sub}/'],
    ['JWT_ADMIN', 'whoever'],
    ['RATE_LIMIT_PERSON', 'many'],
    ['TRUSTED_PROXIES', '10.0.0.0/64'],
    ['TRUSTED_PROXIES', 'proxy.example.com'],
    ['S3_SERVER_SIDE_ENCRYPTION', 'rot13-twice'],
    ['S3_STORAGE_CLASS', 'COLDEST'],
    ['S3_OBJECT_LOCK_MODE', 'FOREVER'],
    ['S3_OBJECT_LOCK_DAYS', '0'],
    ['S3_TAGS', 'team=a,team=b'],
    ['S3_TAGS', 'a=b=c'],
    ['S3_TAGS', 'a&b=c'],
    ['STORE_PORT', 'http'],
    ['STORE_BUCKET', 'Uploads'],
    ['STORE_ACCESS_KEY_ID', 'a b'],
    ['STORE_SECRET_ACCESS_KEY', 'ünsafe-secret'],
  ]
  it.each(wrong)('names %s when it is %j, and does not repeat it', (name, value, others) => {
    const read = () => readConfig({ ...others, [name]: value })
    expect(read).toThrow(new RegExp(`^${name} must [^\\n]+\\.$`))
    if (value.length > 4) expect(read).not.toThrow(value)
  })

  it('wants the settings that others need', () => {
    expect(() => readConfig({ S3_BUCKET: 'files' })).toThrow(/^TOKEN_SECRET must/)
    expect(() => readConfig({ S3_ENDPOINT: 'https://s3.example.com' })).toThrow(/^S3_BUCKET must/)
    expect(() => readConfig({ ...BUCKET, S3_ENDPOINTS: 'https://s3.example.com' })).toThrow(
      /^S3_ENDPOINT must/,
    )
    expect(() =>
      readConfig({ ...BUCKET, S3_ENDPOINT: 'https://s3.example.com', S3_ACCELERATE: 'on' }),
    ).toThrow(/^S3_ACCELERATE must/)
    expect(() => readConfig({ S3_ACCELERATE: 'on' })).toThrow(/^S3_BUCKET must/)
    expect(() => readConfig({ STORE_ACCESS_KEY_ID: 'somebody' })).toThrow(
      /^STORE_SECRET_ACCESS_KEY must/,
    )
    expect(() => readConfig({ PUBLIC_ORIGIN: 'https://files.example.com' })).toThrow(
      /^S3_PUBLIC_ENDPOINT must/,
    )
  })
})
