import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3'
import { CHECKSUM_HEADERS, type ChecksumAlgorithm } from '../../shared/checksum.ts'
import type { Finding } from '../../shared/doctor.ts'
import type { BucketUrl } from '../s3/client.ts'
import { partFailure } from '../s3/errors.ts'
import { browserBucketUrls } from '../s3/hosts.ts'
import { encryptionInput } from '../s3/object-options.ts'
import { createPresigner } from '../s3/presign.ts'
import type { RunningUpload } from '../s3/store.ts'
import type { Deployment } from './deployment.ts'
import { failure, ok, warning } from './finding.ts'
import { checkPreflight, listOf } from './preflight.ts'
import { describeRefusal } from './refusal.ts'
import type { Scratch } from './scratch.ts'

const PART = 'A part as a browser sends it'
const READ = 'CORS: what pages may read'
const TIMEOUT = 30_000
const LIFETIME = 60

const BODY = '123456789'
/** The check value of CRC-64/NVME in the "Catalogue of parametrised CRC algorithms", and the MD5. */
const CHECKSUMS = { crc64nvme: 'rosUhgp5mIg=', md5: 'JfnnlDI7RTiF9RgfG2JNCw==' } as const

/** Sends one part as a page of PUBLIC_ORIGIN does, the question before it included. */
export async function checkBrowserPart(
  deployment: Deployment,
  scratch: Scratch,
  checksum: ChecksumAlgorithm,
): Promise<readonly Finding[]> {
  const { client, address } = deployment
  const key = scratch.key(deployment.uploads.keyPrefix)
  const { UploadId: uploadId = '' } = await client.send(
    new CreateMultipartUploadCommand({
      Bucket: address.bucket,
      Key: key,
      ...encryptionInput(deployment.objects),
      ...(checksum === 'crc64nvme'
        ? { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'FULL_OBJECT' }
        : {}),
    }),
  )
  scratch.begun({ key, uploadId })
  const urls = await browserBucketUrls(client, address)
  const upload = { key, uploadId }
  const findings: Finding[] = []
  for (const [index, url] of urls.entries()) {
    const found = await checkHost(deployment, upload, checksum, url)
    findings.push(...(index === 0 ? found : found.map((finding) => ofOther(finding, url.host))))
  }
  return findings
}

/** Of one more name by which the bucket is reached: parts go by the others where it fails. */
function ofOther(finding: Finding, host: string): Finding {
  const { check, level } = finding
  return {
    ...finding,
    check: `${check} (${host})`,
    level: level === 'failure' ? 'warning' : level,
  }
}

async function checkHost(
  { client, address, origin, now }: Deployment,
  upload: RunningUpload,
  checksum: ChecksumAlgorithm,
  bucket: BucketUrl,
): Promise<readonly Finding[]> {
  const header =
    checksum === 'none' ? undefined : ([CHECKSUM_HEADERS[checksum], CHECKSUMS[checksum]] as const)
  const presigner = createPresigner(
    [bucket],
    address.region,
    () => client.config.credentials(),
    // As the SDK does, which has had an answer just before.
    async () => client.config.systemClockOffset,
  )
  const part = { number: 1, length: BODY.length, checksum: header }
  const signed = await presigner.sign(upload, [part], LIFETIME, now())
  const [url = ''] = signed.urls

  const asked = await checkPreflight(url, origin, header?.[0])
  return [
    ...checkSchemes(origin, bucket.origin),
    asked,
    ...(asked.level === 'ok' ? await send(url, origin, header) : []),
  ]
}

/** Browsers send nothing from https to http (W3C "Mixed Content"), but to this machine. */
function checkSchemes(origin: string, store: string): readonly Finding[] {
  const { hostname } = new URL(store)
  const isHere = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)
  if (!origin.startsWith('https:') || store.startsWith('https:') || isHere) return []
  return [
    failure(
      'https_missing',
      'Address of the store',
      `The page has https and the store ${store} has not: browsers refuse to send there.`,
      'Give the store a certificate, or set S3_PUBLIC_ENDPOINT to an https address of it.',
    ),
  ]
}

async function send(
  url: string,
  origin: string,
  checksum: readonly [string, string] | undefined,
): Promise<readonly Finding[]> {
  let answer: Response
  try {
    answer = await fetch(url, {
      method: 'PUT',
      body: BODY,
      redirect: 'manual',
      headers: { origin, ...(checksum && { [checksum[0]]: checksum[1] }) },
      signal: AbortSignal.timeout(TIMEOUT),
    })
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    return [
      failure(
        'part_unanswered',
        PART,
        `It got no answer (${describeRefusal(cause)}).`,
        'Look what stands between.',
      ),
    ]
  }
  const text = await answer.text()
  if (!answer.ok) {
    const { cause } = partFailure(answer.status, undefined, text)
    const seen = cause instanceof Error ? cause.message : `the store answered ${answer.status}`
    return [
      failure(
        'part_refused',
        PART,
        `It was refused: ${seen}.`,
        'Look whether a proxy before the store changes the header Host, the path or the query, and whether a policy of the bucket refuses presigned requests.',
      ),
    ]
  }
  return [ok(PART, 'It arrived.'), judgeAnswer(answer.headers, origin, checksum?.[0])]
}

/** What a page may see of the answer. */
function judgeAnswer(headers: Headers, origin: string, checksum: string | undefined): Finding {
  const allowed = headers.get('access-control-allow-origin')
  if (allowed !== '*' && allowed !== origin) {
    return failure(
      'cors_answer',
      READ,
      `The answer to a part does not name ${origin} in Access-Control-Allow-Origin: pages can't read it.`,
      'Look whether a proxy before the store removes that header.',
    )
  }
  const exposed = listOf(headers.get('access-control-expose-headers'))
  const hidden = (name: string) => !exposed.includes('*') && !exposed.includes(name.toLowerCase())
  if (hidden('ETag')) {
    return failure(
      'cors_etag',
      READ,
      'The header ETag is not exposed to pages.',
      "Add ExposeHeader ETag to the bucket's CORS rule; npx longhaul setup-bucket can do it.",
    )
  }
  if (checksum?.startsWith('x-amz-') && hidden(checksum)) {
    return warning(
      'cors_checksum',
      READ,
      `The header ${checksum} is not exposed to pages.`,
      `Add ExposeHeader ${checksum} to the bucket's CORS rule; npx longhaul setup-bucket can do it.`,
    )
  }
  return ok(READ, 'Pages may read what they need of the answers.')
}
