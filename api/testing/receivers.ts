/** Those who are told of uploads, for tests: a web server and a mail server. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { Webhook } from 'standardwebhooks'
import * as v from 'valibot'

export const WEBHOOK_SECRET = `whsec_${Buffer.from('a secret of the tests, long enough').toString('base64')}`

const noticeSchema = v.looseObject({
  type: v.string(),
  timestamp: v.string(),
  data: v.looseObject({ upload: v.optional(v.string()) }),
})

/** A notice as it came, its signature verified. */
export interface Received {
  readonly id: string
  readonly headers: IncomingHttpHeaders
  readonly body: v.InferOutput<typeof noticeSchema>
}

/** What a receiver answers: a status, or what it does with the answer. */
export type Behaviour = number | ((response: ServerResponse) => void)

/** @param behave for each request in turn, and for all further ones */
export async function openReceiver(behave: (times: number) => Behaviour = () => 204) {
  const received: Received[] = []
  let times = 0
  const server = createServer((request, response) => {
    const read = async () => {
      const body = await text(request)
      const { headers } = request
      const webhook = new Webhook(WEBHOOK_SECRET)
      const given = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, String(value)]),
      )
      const verified = v.parse(noticeSchema, webhook.verify(body, given))
      received.push({ id: given['webhook-id'] ?? '', headers, body: verified })
      const behaviour = behave(times++)
      if (typeof behaviour === 'number') response.writeHead(behaviour).end()
      else behaviour(response)
    }
    read().catch((error: unknown) => response.destroy(error as Error))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hooks/a-secret-path`,
    received,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A mail as it came. */
export interface ReceivedMail {
  readonly to: readonly string[]
  readonly source: string
}

export const SMTP_PASSWORD = 'a-password-of-the-tests'

/** @param refuse why a recipient is refused; undefined where it isn't */
export async function openMailServer(
  refuse: (address: string) => Error | undefined = () => undefined,
) {
  const mails: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      if (password === SMTP_PASSWORD) done(null, { user: username ?? '' })
      else done(new Error('wrong password'))
    },
    onRcptTo: ({ address }, _session, done) => done(refuse(address) ?? null),
    onData: (stream, { envelope }, done) => {
      let source = ''
      stream.setEncoding('utf8')
      stream.on('data', (piece: string) => (source += piece))
      stream.on('end', () => {
        mails.push({ to: envelope.rcptTo.map(({ address }) => address), source })
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    port,
    mails,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
      }),
  }
}
