import type { Finding } from '../../shared/doctor.ts'
import type { Deployment } from './deployment.ts'
import { failure, ok, warning } from './finding.ts'
import { describeRefusal } from './refusal.ts'

const CHECK = 'Credentials'
const MINUTE = 60_000

/** Whether there are credentials at all, and for how long. What they are is never told. */
export async function checkCredentials({
  client,
  uploads,
  now,
}: Pick<Deployment, 'client' | 'uploads' | 'now'>): Promise<Finding> {
  let expiration: Date | undefined
  try {
    ;({ expiration } = await client.config.credentials())
  } catch (error) {
    return failure(
      'credentials_missing',
      CHECK,
      `None were found (${describeRefusal(error)}).`,
      'Give the server AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or the role of its instance or container.',
    )
  }
  if (!expiration) return ok(CHECK, 'They were found, and have no end.')
  const minutes = Math.round((expiration.getTime() - now()) / MINUTE)
  if (minutes <= 0) {
    return failure(
      'credentials_expired',
      CHECK,
      'They have run out.',
      'Renew them, or give the server a role.',
    )
  }
  const saw = `They were found, and work for ${minutes} more minutes.`
  if (minutes * 60 >= uploads.presignLifetime) return ok(CHECK, saw)
  return warning(
    'credentials_short',
    CHECK,
    `${saw} Addresses of parts work no longer than they do.`,
    'If they are not renewed by themselves, as those of a role are, give the server others.',
  )
}
