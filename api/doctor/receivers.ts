import type { Finding } from '../../shared/doctor.ts'
import { DeliveryError, type Channel } from '../notices/channel.ts'
import { channelsOf } from '../notices/channels.ts'
import type { NoticeSettings } from '../notices/settings.ts'
import { ok, warning } from './finding.ts'

/** Ms. */
const LONGEST = 15_000

/** What labels begin with, as a title. */
const NAMES = { webhook: 'Webhook', mail: 'Mail' } as const

const CHANGES: Readonly<Record<Channel['kind'], string>> = {
  webhook:
    'Correct WEBHOOK_URLS or WEBHOOK_SECRET, or have the receiver answer with 2xx to every notice ' +
    'whose signature is good, also of types that it does not know.',
  mail: 'Correct SMTP_HOST, SMTP_PORT, SMTP_SECURITY, or SMTP_USER and SMTP_PASSWORD.',
}

/** Whether those who are to be told of uploads can be reached: uploads work in any case. */
export async function checkReceivers(settings: NoticeSettings): Promise<Finding[]> {
  const channels = [...channelsOf(settings).values()]
  return Promise.all(channels.map(checkReceiver))
}

async function checkReceiver(channel: Channel): Promise<Finding> {
  const { kind, label } = channel
  const check = `${NAMES[kind]}${label.slice(kind.length)}` as const
  try {
    await channel.check(AbortSignal.timeout(LONGEST))
    return ok(check, kind === 'webhook' ? 'It took a test notice.' : 'It lets the server in.')
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    return warning(
      `${kind}_unreached`,
      check,
      `Notices do not get there: ${error.message}.`,
      CHANGES[kind],
    )
  } finally {
    channel.close()
  }
}
