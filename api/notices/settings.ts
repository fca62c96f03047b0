/** The settings of who is told what became of uploads, each with the words for when it is wrong. */
import * as v from 'valibot'
import { isLoopback } from '../loopback.ts'
import { email, list, matching, oneOrOther, wholeNumber } from '../setting-forms.ts'

export const NOTICE_KINDS = ['completed', 'failed', 'aborted'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** Bytes that a secret has: those that the Standard Webhooks specification allows. */
const SECRET_BYTES = { least: 24, most: 64 }
const SUBMISSION_PORT = '587'

export const noticeEntries = {
  NOTICES: v.optional(
    list(v.picklist(NOTICE_KINDS, `must be of ${NOTICE_KINDS.join(', ')}, with commas between`)),
    'completed,failed',
  ),

  WEBHOOK_URLS: v.optional(
    list(v.pipe(v.string(), v.check(isHttpAddress, 'must be http or https addresses'))),
    '',
  ),
  WEBHOOK_SECRET: v.optional(
    list(
      v.pipe(
        v.string(),
        v.check(
          isSecret,
          'must be whsec_ and base64 of 24 to 64 bytes; two with a comma while one is exchanged',
        ),
      ),
    ),
    '',
  ),
  WEBHOOK_ALLOW_HTTP: v.optional(oneOrOther('yes', 'no'), 'no'),

  SMTP_HOST: v.optional(matching(/^[\w.:-]{1,255}$/, 'must be a host name or an IP address')),
  SMTP_PORT: v.optional(wholeNumber(1, 65_535), SUBMISSION_PORT),
  SMTP_SECURITY: v.optional(
    v.picklist(['starttls', 'tls', 'none'], 'must be starttls, tls or none'),
    'starttls',
  ),
  SMTP_USER: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  SMTP_PASSWORD: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  MAIL_FROM: v.optional(email('must be an e-mail address')),
  MAIL_TO: v.optional(list(email('must be e-mail addresses, with commas between')), ''),
  MAIL_LINK_OWNERS: v.optional(oneOrOther('on', 'off'), 'on'),
}

const noticesSchema = v.object(noticeEntries)
type NoticesInput = v.InferOutput<typeof noticesSchema>

/** Where notices go by HTTP. */
export interface WebhookSettings {
  readonly urls: readonly string[]
  /** Each signs: a receiver takes any. */
  readonly secrets: readonly string[]
}

/** Where notices go by mail. */
export interface MailSettings {
  readonly host: string
  readonly port: number
  readonly security: 'starttls' | 'tls' | 'none'
  readonly login: { readonly user: string; readonly password: string } | undefined
  readonly from: string
  /** The operators'. */
  readonly to: readonly string[]
  /** Whether those are told for whom a link was made. */
  readonly linkOwners: boolean
}

/** Who is told, and of what. */
export interface NoticeSettings {
  readonly kinds: readonly NoticeKind[]
  readonly webhooks: WebhookSettings
  /** Undefined where no mail is sent. */
  readonly mail: MailSettings | undefined
}

export const NO_NOTICES: NoticeSettings = {
  kinds: [],
  webhooks: { urls: [], secrets: [] },
  mail: undefined,
}

/**
 * What the settings mean together.
 *
 * @param refuse is called with why they can't be meant
 */
export function readNotices(given: NoticesInput, refuse: (why: string) => never): NoticeSettings {
  const urls = given.WEBHOOK_URLS
  if (urls.length > 0 && given.WEBHOOK_SECRET.length === 0) {
    refuse('WEBHOOK_SECRET must be given with WEBHOOK_URLS, or nobody knows who sent a notice.')
  }
  const isInsecure = (text: string) => {
    const { protocol, hostname } = new URL(text)
    return protocol === 'http:' && !isLoopback(hostname)
  }
  if (!given.WEBHOOK_ALLOW_HTTP && urls.some(isInsecure)) {
    refuse('WEBHOOK_URLS must be https, or WEBHOOK_ALLOW_HTTP must be yes.')
  }
  return {
    kinds: given.NOTICES,
    webhooks: { urls, secrets: given.WEBHOOK_SECRET },
    mail: readMail(given, refuse),
  }
}

function readMail(given: NoticesInput, refuse: (why: string) => never): MailSettings | undefined {
  const { SMTP_HOST: host, SMTP_USER: user, SMTP_PASSWORD: password, MAIL_FROM: from } = given
  if (host === undefined) {
    if (given.MAIL_TO.length > 0) refuse('SMTP_HOST must be given with MAIL_TO.')
    return undefined
  }
  if (from === undefined) refuse('MAIL_FROM must be given with SMTP_HOST.')
  if ((user === undefined) !== (password === undefined)) {
    refuse('SMTP_PASSWORD must be given with SMTP_USER, and SMTP_USER with SMTP_PASSWORD.')
  }
  if (given.SMTP_SECURITY === 'none' && password !== undefined && !isLoopback(host)) {
    refuse('SMTP_SECURITY must be starttls or tls with SMTP_PASSWORD: it would go in clear.')
  }
  return {
    host,
    port: given.SMTP_PORT,
    security: given.SMTP_SECURITY,
    login: user === undefined || password === undefined ? undefined : { user, password },
    from,
    to: given.MAIL_TO,
    linkOwners: given.MAIL_LINK_OWNERS,
  }
}

/** Without a user in it: fetch refuses those, and they would be read in a log. */
function isHttpAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username + url.password === ''
}

function isSecret(text: string): boolean {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1]
  if (base64 === undefined || base64.length % 4 !== 0) return false
  const { length } = Buffer.from(base64, 'base64')
  return length >= SECRET_BYTES.least && length <= SECRET_BYTES.most
}
