/** What belongs to each page of the app, as the build finds it. */
import type { Plugin, Rolldown } from 'vite'
import { PAGE_LINKS_FILE, type PageLinks } from '../../shared/page-links.ts'
import { pathTo, pathToReceipt } from '../routing/route.ts'
import { LANGUAGES } from '../text/languages.ts'

/** Each view that has a chunk of its own, by how its addresses begin. */
const VIEWS: Readonly<Record<string, string>> = {
  [pathTo('history')]: 'history',
  [pathTo('settings')]: 'settings',
  [pathTo('health')]: 'health',
  [pathTo('help')]: 'help',
  [pathToReceipt(null)]: 'receipts',
}

/** What the server tells of with the page, so that the browser asks for all of it at once. */
export function linksOfPages(): Plugin {
  return {
    name: 'longhaul:links-of-pages',
    apply: 'build',
    generateBundle: {
      // Chunks of nothing but styles are gone by then.
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
        const entry = chunks.find(({ isEntry }) => isEntry)
        const first = new Set(entry ? neededBy(entry, bundle) : [])
        const linksFor = (...modules: string[]): string => {
          const files = modules.flatMap((module) => {
            const chunk = chunks.find(({ facadeModuleId }) =>
              facadeModuleId?.endsWith(`/web/${module}`),
            )
            if (!chunk) throw new Error(`${module} has no chunk of its own`)
            return neededBy(chunk, bundle)
          })
          return files
            .filter((file) => !first.has(file))
            .map(
              (file) =>
                `</${file}>; rel=${file.endsWith('.css') ? 'preload; as=style' : 'modulepreload'}`,
            )
            .join(', ')
        }
        const links: PageLinks = {
          languages: Object.fromEntries(
            LANGUAGES.map((one) => [one, linksFor(`text/${one}.ts`, `text/${one}-later.ts`)]),
          ),
          views: Object.fromEntries(
            Object.entries(VIEWS).map(([path, view]) => [path, linksFor(`views/${view}.tsx`)]),
          ),
        }
        this.emitFile({ type: 'asset', fileName: PAGE_LINKS_FILE, source: JSON.stringify(links) })
      },
    },
  }
}

/** A chunk, what it can't run without, and their styles. */
function neededBy(
  chunk: Rolldown.OutputChunk,
  bundle: Rolldown.OutputBundle,
  found = new Set<string>(),
): string[] {
  if (found.has(chunk.fileName)) return []
  found.add(chunk.fileName)
  for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style)
  for (const name of chunk.imports) {
    const imported = bundle[name]
    if (imported?.type === 'chunk') neededBy(imported, bundle, found)
  }
  return [...found]
}
