import { S3ServiceException } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { toFailure } from './errors.ts'

function answer(name: string, httpStatusCode: number, headers: Record<string, string> = {}) {
  const error = new S3ServiceException({
    name,
    message: 'as the store says',
    $fault: 'client',
    $metadata: { httpStatusCode },
  })
  Object.defineProperty(error, '$response', { value: { headers } })
  return error
}

function unanswered(code: string) {
  return Object.assign(new Error('it failed'), { code })
}

describe('toFailure', () => {
  it.each([
    [answer('NoSuchUpload', 404), 'upload_gone', 404],
    [answer('InvalidPart', 400), 'parts_missing', 409],
    [answer('PreconditionFailed', 412), 'key_exists', 409],
    [answer('BadDigest', 400), 'object_mismatch', 409],
    [answer('SlowDown', 503), 'slow_down', 503],
    [answer('Unknown', 503), 'slow_down', 503],
    [answer('Unknown', 429), 'slow_down', 503],
    [answer('InternalError', 200), 'server_error', 502],
    [answer('ExpiredToken', 400), 'server_error', 502],
    [answer('Unknown', 500), 'server_error', 502],
    [answer('Unknown', 504), 'timeout', 504],
    [answer('AccessDenied', 403), 'store_denied', 502],
    [answer('InvalidAccessKeyId', 403), 'store_denied', 502],
    [answer('SignatureDoesNotMatch', 403), 'store_denied', 502],
    [answer('NoSuchBucket', 404), 'store_denied', 502],
    [answer('NotImplemented', 501), 'store_denied', 502],
    [unanswered('ECONNREFUSED'), 'network', 502],
    [unanswered('ETIMEDOUT'), 'timeout', 504],
    [Object.assign(new Error(), { name: 'CredentialsProviderError' }), 'store_denied', 502],
    ['no error at all', 'network', 502],
  ])('%s is %s', (error, code, status) => {
    const failure = toFailure(error)
    expect(failure).toMatchObject({ code, status, cause: error })
    expect(failure.message).not.toContain('as the store says')
  })

  it.each([
    ['7', 7],
    ['100000', 300],
    ['soon', 2],
  ])('asks to wait as the store does, within bounds: %s', (header, seconds) => {
    const failure = toFailure(answer('SlowDown', 503, { 'retry-after': header }))
    expect(failure.retryAfter).toBe(seconds)
  })
})
