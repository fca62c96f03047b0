import type { S3Client } from '@aws-sdk/client-s3'
import { storeErrorFacts } from './errors.ts'

/**
 * Hears of a request to the store that was answered or lost.
 *
 * @param operation S3's name for it
 * @param code of the error, one of few; undefined where there was none
 */
export type ObserveStore = (operation: string, seconds: number, code: string | undefined) => void

/** Codes that are counted by themselves: what a store may say else has no bound. */
const COUNTED: ReadonlySet<string> = new Set([
  'AccessDenied',
  'BadDigest',
  'ConditionalRequestConflict',
  'CredentialsProviderError',
  'EntityTooSmall',
  'ExpiredToken',
  'IncompleteBody',
  'InternalError',
  'InvalidAccessKeyId',
  'InvalidPart',
  'InvalidPartOrder',
  'InvalidRequest',
  'KMS.DisabledException',
  'NoSuchBucket',
  'NoSuchKey',
  'NoSuchUpload',
  'NotFound',
  'NotImplemented',
  'PreconditionFailed',
  'RequestTimeTooSkewed',
  'RequestTimeout',
  'ServiceUnavailable',
  'SignatureDoesNotMatch',
  'SlowDown',
  'TimeoutError',
  'XAmzContentChecksumMismatch',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
])

/**
 * Statuses that are answers and no errors: that there is nothing, to who asked or would have it gone, and
 * that there is something (else), to who would overwrite nothing, or remove only what was found.
 */
const ANSWERS: Readonly<Record<string, readonly number[]>> = {
  HeadObjectCommand: [404],
  GetObjectCommand: [404],
  PutObjectCommand: [412],
  DeleteObjectCommand: [404, 412],
  ListPartsCommand: [404],
  AbortMultipartUploadCommand: [404],
}

function isAnswerTo(commandName: string, status: number | undefined): boolean {
  return status !== undefined && (ANSWERS[commandName]?.includes(status) ?? false)
}

/** The code of an error for a figure: S3's or the network's own, else `http_` and the status. */
export function storeErrorCode(error: unknown): string {
  const { names, status } = storeErrorFacts(error)
  const known = names.find((name) => COUNTED.has(name))
  return known ?? (status === undefined ? 'network' : `http_${status}`)
}

/** Tells of every request that a client makes, each attempt of its own. */
export function observeClient(client: S3Client, observe: ObserveStore): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (input) => {
        const begin = performance.now()
        const tell = (code: string | undefined) =>
          observe(commandName.replace(/Command$/, ''), (performance.now() - begin) / 1000, code)
        try {
          const answer = await next(input)
          tell(undefined)
          return answer
        } catch (error) {
          const isAnswer = isAnswerTo(commandName, storeErrorFacts(error).status)
          tell(isAnswer ? undefined : storeErrorCode(error))
          throw error
        }
      },
    // The innermost of this step: within the SDK's own trying again.
    { step: 'finalizeRequest', priority: 'low', name: 'longhaulObserve' },
  )
}
