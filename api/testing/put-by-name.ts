import { request } from 'node:http'

/**
 * Sends bytes to a URL whose host name leads to this machine, as browsers take it: Node would ask a
 * name server. `host` is the Host header where it is to be another than the URL's.
 */
export function putByName(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  host = new URL(url).host,
): Promise<{ status: number; text: string }> {
  const { port, pathname, search } = new URL(url)
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        method: 'PUT',
        path: pathname + search,
        headers: { ...headers, host, 'content-length': body.length },
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (chunk: string) => (text += chunk))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
        answer.on('error', reject)
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
