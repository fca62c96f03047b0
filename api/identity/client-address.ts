import { BlockList, isIP } from 'node:net'
import { addTo } from './settings.ts'

/** Where a request comes from, by its connection's address and its header X-Forwarded-For. */
export type ClientAddress = (peer: string | undefined, forwardedFor: string | undefined) => string

/**
 * The address of a client behind proxies: what the nearest of them saw that isn't trusted itself.
 * Anybody can send a header X-Forwarded-For, so only what trusted ones added to it counts.
 *
 * @param trusted addresses and ranges of proxies
 */
export function createClientAddress(trusted: readonly string[]): ClientAddress {
  const proxies = new BlockList()
  for (const text of trusted) addTo(proxies, text)
  const isTrusted = (address: string) =>
    proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

  return (peer, forwardedFor) => {
    let address = plain(peer ?? '')
    const seen = (forwardedFor ?? '').split(',').map((text) => plain(withoutPort(text.trim())))
    while (isIP(address) !== 0 && isTrusted(address)) {
      const next = seen.pop()
      if (next === undefined || isIP(next) === 0) break
      address = next
    }
    return address
  }
}

/** Some proxies add the port; all of their clients would count as one, which is the proxy. */
function withoutPort(text: string): string {
  const [, v6, v4] = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d{1,5})?$/.exec(text) ?? []
  return v6 ?? v4 ?? text
}

/** IPv4 as such where Node writes it as IPv6. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

/** Whose requests count as one client's. Of IPv6 the network: a household has 2^64 addresses. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail = ''] = address.split('%', 1)[0]?.split('::') ?? []
  const before = head === '' ? [] : head.split(':')
  const after = tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  const groups = address.includes('::') ? [...before, ...zeros, ...after] : before
  const network = groups.slice(0, 4).map((text) => Number.parseInt(text, 16).toString(16))
  return `${network.join(':')}::/64`
}
