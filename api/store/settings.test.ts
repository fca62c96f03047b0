import { expect, it } from 'vitest'
import { readSettings } from './settings.ts'

it('has the defaults of docs/configure.md, and none for the secret key', () => {
  expect(readSettings({ STORE_BUCKET: '' })).toEqual({
    HOST: '127.0.0.1',
    STORE_PORT: 9000,
    STORE_BUCKET: 'uploads',
    STORE_ACCESS_KEY_ID: 'longhaul',
    DATA_DIR: './data',
    S3_REGION: 'us-east-1',
    STORE_CORS_ORIGINS: [],
  })
})

it('reads several origins', () => {
  const { STORE_CORS_ORIGINS } = readSettings({ STORE_CORS_ORIGINS: 'http://a:1, https://b' })
  expect(STORE_CORS_ORIGINS).toEqual(['http://a:1', 'https://b'])
})

it.each([
  ['STORE_PORT', '65536'],
  ['STORE_PORT', 'http'],
  ['STORE_BUCKET', 'Up'],
  ['STORE_ACCESS_KEY_ID', 'a/b'],
  ['STORE_SECRET_ACCESS_KEY', 'short'],
  ['STORE_CORS_ORIGINS', 'http://a/path'],
  ['HOST', 'a b'],
])('names %s when it is %j', (name, value) => {
  expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`^${name} must`))
})
