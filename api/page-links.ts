/** What the page will ask for once it runs, told with it, so that the browser asks at once. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { PAGE_LINKS_FILE, pageLinksSchema } from '../shared/page-links.ts'

/** Of who takes none of the page's languages: what the page itself chooses then. */
const FALLBACK = 'en'

/**
 * @param path of the page's address
 * @param accepted `Accept-Language`, in which browsers name the best first (RFC 9110, 12.5.4)
 * @returns a value of the header `Link`. The language is a guess: who has chosen another than the
 *   browser's loads the texts of two, once.
 */
export type LinksFor = (path: string, accepted: string | undefined) => string

/** @throws Error where the folder is none of a built page */
export function readPageLinks(folder: string): LinksFor {
  const text = readFileSync(join(folder, PAGE_LINKS_FILE), 'utf8')
  const links = v.parse(v.pipe(v.string(), v.parseJson(), pageLinksSchema), text)
  const languages = new Map(Object.entries(links.languages))
  const views = new Map(Object.entries(links.views))
  return (path, accepted = '') => {
    const wanted = accepted.split(',').map((range) => primaryTag(range))
    const language = wanted.find((tag) => languages.has(tag)) ?? FALLBACK
    const [, first = ''] = path.split('/')
    return [languages.get(language), views.get(`/${first}`)].filter(Boolean).join(', ')
  }
}

/** `de` of `de-CH;q=0.8`. */
function primaryTag(range: string): string {
  return /^\s*([a-z]+)/i.exec(range)?.[1]?.toLowerCase() ?? ''
}
