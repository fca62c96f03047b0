import { createHash } from 'node:crypto'
import type { Channel } from './channel.ts'
import { createMail } from './mail.ts'
import type { NoticeSettings } from './settings.ts'
import { createWebhook } from './webhook.ts'

/** The name of the way by mail. */
export const MAIL = 'mail'

/**
 * The ways to those who are told, by names that are the same at every server of a deployment and tell
 * no address.
 */
export function channelsOf({ webhooks, mail }: NoticeSettings): Map<string, Channel> {
  const channels = new Map<string, Channel>()
  for (const [index, url] of webhooks.urls.entries()) {
    const digest = createHash('sha256').update(url).digest('hex').slice(0, 16)
    const label = `webhook ${index + 1} at ${new URL(url).host}`
    channels.set(`webhook-${digest}`, createWebhook(url, webhooks.secrets, label))
  }
  if (mail) channels.set(MAIL, createMail(mail))
  return channels
}
