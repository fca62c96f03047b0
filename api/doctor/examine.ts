import type { Finding } from '../../shared/doctor.ts'
import { checkBrowserPart } from './browser-part.ts'
import { checkBucket } from './bucket.ts'
import { checkChecksums } from './checksums.ts'
import { checkStoreAndClock } from './clock.ts'
import { checkCredentials } from './credentials.ts'
import type { Deployment } from './deployment.ts'
import { failure, hasFailed } from './finding.ts'
import { checkForm } from './form.ts'
import { checkLifecycle } from './lifecycle.ts'
import { checkObjectOptions } from './object-options.ts'
import { checkPartRoute } from './part-route.ts'
import { checkPermissions } from './permissions.ts'
import { checkReceivers } from './receivers.ts'
import { describeRefusal } from './refusal.ts'
import { createScratch, type Scratch } from './scratch.ts'
import { checkSignIn } from './sign-in.ts'

/** Examines a deployment: its bucket, who signs people in, its form, and those who are told of uploads. */
export async function examine(deployment: Deployment): Promise<readonly Finding[]> {
  const [bucket, signIn, receivers] = await Promise.all([
    examineBucket(deployment),
    checkSignIn(deployment.jwt),
    checkReceivers(deployment.notices),
  ])
  return [...bucket, ...signIn, ...checkForm(deployment), ...receivers]
}

/**
 * Examines a bucket, one check after another, and removes again all that it made for that. What
 * can't be told while something before it fails is not tried.
 */
async function examineBucket(deployment: Deployment): Promise<readonly Finding[]> {
  const findings: Finding[] = [await checkCredentials(deployment)]
  if (hasFailed(findings)) return findings
  findings.push(...(await checkStoreAndClock(deployment)))
  if (hasFailed(findings)) return findings
  findings.push(...(await checkBucket(deployment)))
  if (hasFailed(findings)) return findings

  findings.push(checkPartRoute(deployment.uploads.partRoute), ...(await checkLifecycle(deployment)))
  const scratch = createScratch(deployment)
  try {
    for await (const some of tryUploads(deployment, scratch)) findings.push(...some)
  } catch (error) {
    if (!isOfStore(error)) throw error
    const saw = `It broke off: ${describeRefusal(error)}.`
    findings.push(
      failure('examination_broken_off', 'Examination', saw, 'Run it again once the store answers.'),
    )
  } finally {
    findings.push(...(await scratch.clean()))
  }
  return findings
}

async function* tryUploads(
  deployment: Deployment,
  scratch: Scratch,
): AsyncGenerator<readonly Finding[]> {
  const permissions = await checkPermissions(deployment, scratch)
  yield permissions
  if (hasFailed(permissions.filter(({ check }) => check.startsWith('CreateMultipartUpload'))))
    return
  const { checksum, findings } = await checkChecksums(deployment, scratch)
  yield findings
  yield [await checkObjectOptions(deployment, scratch, checksum)]
  yield await checkBrowserPart(deployment, scratch, checksum)
}

/** Whether it is the store's fault, or the network's on the way to it, and not the program's. */
function isOfStore(error: unknown): boolean {
  return error instanceof Error && '$metadata' in error
}
