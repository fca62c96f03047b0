import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { MAX_OBJECT_SIZE } from '../shared/limits.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const HOOK = { WEBHOOK_SECRET: SECRET }
const BUCKET = { S3_BUCKET: 'files', TOKEN_SECRET: 'x'.repeat(32) }

describe('readConfig', () => {
  it('needs nothing at all', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 8080,
      publicOrigin: undefined,
      dataFolder: './data',
      logLevel: 'warn',
      audit: false,
      metrics: undefined,
      notices: {
        kinds: ['completed', 'failed'],
        webhooks: { urls: [], secrets: [] },
        mail: undefined,
      },
      tokenSecret: undefined,
      auth: {
        links: false,
        jwt: undefined,
        adminsHere: true,
        rates: { person: 0, address: 0 },
        trustedProxies: [],
      },
      objects: { encryption: undefined, storageClass: undefined, lock: undefined, tags: [] },
      receiptKeys: { key: undefined, oldKeys: [] },
      uploads: {
        keyPrefix: '',
        receiptPrefix: 'receipts/',
        statePrefix: '.longhaul/',
        maxFileSize: MAX_OBJECT_SIZE,
        presignLifetime: 3600,
        uploadLifetime: 604_800,
        partRoute: true,
        wholeFileHashes: ['sha256'],
      },
      storage: {
        kind: 'embedded',
        port: 9000,
        bucket: 'uploads',
        region: 'us-east-1',
        accessKeyId: undefined,
        secretAccessKey: undefined,
        publicEndpoint: undefined,
        otherEndpoints: [],
      },
    })
  })

  it('takes an empty setting as not given', () => {
    expect(readConfig({ PORT: '', S3_BUCKET: '', TOKEN_SECRET: '' })).toEqual(readConfig({}))
  })

  it('reads a bucket elsewhere', () => {
    const { storage } = readConfig({
      ...BUCKET,
      S3_ENDPOINT: 'https://s3.example.com',
      AWS_REGION: 'eu-north-1',
    })
    expect(storage).toEqual({
      kind: 's3',
      address: {
        bucket: 'files',
        region: 'eu-north-1',
        endpoint: 'https://s3.example.com',
        publicEndpoint: undefined,
        otherEndpoints: [],
        accelerate: false,
        forcePathStyle: true,
        credentials: undefined,
      },
    })
  })

  it('takes a region in capitals, as OpenStack names its own', () => {
    const { storage } = readConfig({ ...BUCKET, S3_REGION: 'RegionOne' })
    expect(storage).toMatchObject({ address: { region: 'RegionOne' } })
  })

  it('reads further addresses of the bucket, with commas between', () => {
    const { storage } = readConfig({
      ...BUCKET,
      S3_ENDPOINT: 'https://a.example.com',
      S3_ENDPOINTS: 'https://b.example.com, https://c.example.com:8443,',
    })
    const otherEndpoints = ['https://b.example.com', 'https://c.example.com:8443']
    expect(storage).toMatchObject({
      address: { endpoint: 'https://a.example.com', otherEndpoints },
    })
    expect(readConfig({ S3_ENDPOINTS: 'https://b.example.com' }).storage).toMatchObject({
      kind: 'embedded',
      otherEndpoints: ['https://b.example.com'],
    })
  })

  it('leaves the style of addresses to AWS where there is no endpoint', () => {
    const { storage } = readConfig(BUCKET)
    expect(storage).toMatchObject({ address: { forcePathStyle: false } })
  })

  it('reduces the public address to its origin', () => {
    expect(readConfig({ PUBLIC_ORIGIN: 'https://LOCALHOST:443/' }).publicOrigin).toBe(
      'https://localhost',
    )
  })

  const everyone = { AUTH_OPEN_TO_EVERYONE: 'yes' }
  it.each([{ HOST: '0.0.0.0' }, { HOST: '192.0.2.1' }, { PUBLIC_ORIGIN: 'http://files.test' }])(
    'lets nobody in from elsewhere unless it was said who may: %j',
    (reached) => {
      expect(() => readConfig(reached)).toThrow(/^AUTH must .* AUTH_OPEN_TO_EVERYONE must /)
      expect(() => readConfig({ ...reached, AUTH: 'open' })).toThrow(/^AUTH must /)
      expect(readConfig({ ...reached, AUTH: 'links' }).auth.links).toBe(true)
      expect(readConfig({ ...reached, ...everyone }).auth).toMatchObject({
        links: false,
        jwt: undefined,
        rates: { person: 1200, address: 6000 },
      })
    },
  )

  it('reads what is asked of the store for every object', () => {
    const given = {
      S3_SERVER_SIDE_ENCRYPTION: 'aws:kms',
      S3_KMS_KEY_ID: 'alias/films',
      S3_STORAGE_CLASS: 'STANDARD_IA',
      S3_OBJECT_LOCK_MODE: 'COMPLIANCE',
      S3_OBJECT_LOCK_DAYS: '90',
      S3_TAGS: 'team=film, kind=raw data',
    }
    expect(readConfig(given).objects).toEqual({
      encryption: { algorithm: 'aws:kms', keyId: 'alias/films' },
      storageClass: 'STANDARD_IA',
      lock: { mode: 'COMPLIANCE', days: 90 },
      tags: [
        { key: 'team', value: 'film' },
        { key: 'kind', value: 'raw data' },
      ],
    })
    const without = (name: keyof typeof given) => () => readConfig({ ...given, [name]: '' })
    expect(without('S3_SERVER_SIDE_ENCRYPTION')).toThrow(/^S3_SERVER_SIDE_ENCRYPTION must/)
    expect(without('S3_OBJECT_LOCK_MODE')).toThrow(/^S3_OBJECT_LOCK_MODE must/)
    expect(without('S3_OBJECT_LOCK_DAYS')).toThrow(/^S3_OBJECT_LOCK_DAYS must/)
  })

  it('has a line for each action wherever others than this machine come', () => {
    const links = { AUTH: 'links' }
    expect(readConfig(links).audit).toBe(true)
    expect(readConfig({ ...links, AUDIT_LOG: 'off' }).audit).toBe(false)
    expect(readConfig({ HOST: '0.0.0.0', ...everyone }).audit).toBe(true)
    expect(readConfig({ AUDIT_LOG: 'on' }).audit).toBe(true)
  })

  it('lets others than this machine have figures only by a token', () => {
    const port = { METRICS_PORT: '9464' }
    expect(readConfig(port).metrics).toEqual({ host: '127.0.0.1', port: 9464, token: undefined })
    const elsewhere = { ...port, METRICS_HOST: '0.0.0.0' }
    expect(() => readConfig(elsewhere)).toThrow(/^METRICS_TOKEN must/)
    const token = 'x'.repeat(16)
    expect(readConfig({ ...elsewhere, METRICS_TOKEN: token }).metrics).toMatchObject({ token })
  })

  it('reads who is told by a webhook', () => {
    const urls = { WEBHOOK_URLS: 'https://a.example.com/x, http://127.0.0.1:9/y' }
    const both = { WEBHOOK_SECRET: `${SECRET}, ${SECRET}` }
    expect(readConfig({ ...urls, ...both, NOTICES: 'aborted' }).notices).toMatchObject({
      kinds: ['aborted'],
      webhooks: {
        urls: ['https://a.example.com/x', 'http://127.0.0.1:9/y'],
        secrets: [SECRET, SECRET],
      },
    })
    expect(() => readConfig(urls)).toThrow(/^WEBHOOK_SECRET must/)
    const inner = { WEBHOOK_URLS: 'http://hooks.internal/', ...HOOK }
    expect(() => readConfig(inner)).toThrow(/^WEBHOOK_URLS must be https/)
    expect(readConfig({ ...inner, WEBHOOK_ALLOW_HTTP: 'yes' }).notices.webhooks.urls).toHaveLength(
      1,
    )
  })

  it('reads who is told by mail', () => {
    const given = {
      SMTP_HOST: 'mail.example.com',
      SMTP_USER: 'longhaul',
      SMTP_PASSWORD: 'a password',
      MAIL_FROM: 'longhaul@example.com',
      MAIL_TO: 'ann@example.com, bob@example.com',
    }
    expect(readConfig(given).notices.mail).toEqual({
      host: 'mail.example.com',
      port: 587,
      security: 'starttls',
      login: { user: 'longhaul', password: 'a password' },
      from: 'longhaul@example.com',
      to: ['ann@example.com', 'bob@example.com'],
      linkOwners: true,
    })
    expect(() => readConfig({ ...given, SMTP_HOST: '' })).toThrow(/^SMTP_HOST must/)
    expect(() => readConfig({ ...given, MAIL_FROM: '' })).toThrow(/^MAIL_FROM must/)
    expect(() => readConfig({ ...given, SMTP_PASSWORD: '' })).toThrow(/^SMTP_PASSWORD must/)
    const clear = { ...given, SMTP_SECURITY: 'none' }
    expect(() => readConfig(clear)).toThrow(/^SMTP_SECURITY must/)
    expect(readConfig({ ...clear, SMTP_HOST: 'localhost' }).notices.mail?.security).toBe('none')
  })

  it('reads how JWTs are checked', () => {
    const jwt = {
      AUTH: 'jwt,links',
      JWT_JWKS_URL: 'https://id.example.com/jwks',
      JWT_ISSUER: 'https://id.example.com/',
      JWT_AUDIENCE: 'longhaul',
    }
    expect(
      readConfig({
        ...jwt,
        JWT_ADMIN: 'groups=a=b',
        JWT_HEADER: 'X-Id',
        TRUSTED_PROXIES: '::1, 10.0.0.0/8',
      }),
    ).toMatchObject({
      auth: {
        links: true,
        jwt: {
          keySet: 'https://id.example.com/jwks',
          algorithms: ['RS256', 'ES256', 'EdDSA'],
          header: 'x-id',
          admin: { claim: 'groups', value: 'a=b' },
        },
        trustedProxies: ['::1', '10.0.0.0/8'],
      },
    })
    expect(() => readConfig({ ...jwt, JWT_ISSUER: '' })).toThrow(/^JWT_ISSUER must/)
  })
})
