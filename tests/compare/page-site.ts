import type { Endings } from '../../bench/support/ending.ts'
import type { PageServer } from '../survival/servers.ts'

/**
 * A site in this process as the server that gives out a page.
 *
 * @param start gives the site's address
 */
export async function startPageSite(
  start: (endings: Pick<Endings, 'add'>) => Promise<string>,
): Promise<PageServer> {
  const ends: (() => Promise<void>)[] = []
  return {
    endpoint: await start({ add: (end) => void ends.push(end) }),
    async kill() {
      for (const end of ends.splice(0).toReversed()) await end()
    },
  }
}
