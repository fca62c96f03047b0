import { createTransport } from 'nodemailer'
import { escapeInvisible } from '../text.ts'
import { DeliveryError, type Channel } from './channel.ts'
import { describeNotice } from './mail-text.ts'
import type { MailSettings } from './settings.ts'

/** Ms in which nothing comes from the mail server. */
const IDLE = 10_000

/** Sends notices as plain mails by a mail server (RFC 5321). */
export function createMail(settings: MailSettings): Channel {
  const { host, port, security, login, from } = settings
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: IDLE,
    greetingTimeout: IDLE,
    socketTimeout: IDLE,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(login && { auth: { user: login.user, pass: login.password } }),
  })
  const domain = from.slice(from.lastIndexOf('@') + 1)
  return {
    kind: 'mail',
    label: `mail by ${host}`,
    send: async (notice, to, signal) => {
      const { subject, text } = describeNotice(notice)
      const { receipt } = notice.data
      const mail = {
        signal,
        from,
        to: to === null ? [...settings.to] : [to],
        subject,
        text,
        // The same for each delivery: mail servers that see it twice keep one.
        messageId: `<${notice.id}${to === null ? '' : '.owner'}@${domain}>`,
        date: new Date(notice.timestamp),
        headers: { 'Auto-Submitted': 'auto-generated' },
        attachments:
          receipt === null
            ? []
            : [{ filename: 'receipt.json', content: `${JSON.stringify(receipt, null, 2)}\n` }],
      }
      const { rejected } = await transport.sendMail(mail).catch((cause: unknown) => {
        throw asDeliveryError(cause)
      })
      if (rejected.length === 0) return
      // Once more, and the others had it twice.
      const count = `${rejected.length} of ${mail.to.length}`
      throw new DeliveryError(`the mail server refused ${count} addresses`, { isFinal: true })
    },
    check: async () => {
      try {
        await transport.verify()
      } catch (cause) {
        throw asDeliveryError(cause)
      }
    },
    close: () => transport.close(),
  }
}

/** Its words are the mail server's, without addresses: of a refusal only the code is told. */
function asDeliveryError(error: unknown): DeliveryError {
  const read = (name: string): unknown =>
    error instanceof Error ? Reflect.get(error, name) : undefined
  const [code, status] = [read('code'), read('responseCode')]
  const words = [code, status].filter(
    (word) => typeof word === 'string' || typeof word === 'number',
  )
  const isFinal = code === 'EENVELOPE' && typeof status === 'number' && status >= 500
  return new DeliveryError(escapeInvisible(`not sent: ${words.join(' ')}`), { isFinal })
}
