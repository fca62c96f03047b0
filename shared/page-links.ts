/** What the build tells the server that the page will ask for, as values of the header `Link` (RFC 8288). */
import * as v from 'valibot'

/** In the folder of the built page. */
export const PAGE_LINKS_FILE = 'page-links.json'

/** Empty where the page needs nothing more. */
export const pageLinksSchema = v.object({
  /** By language: all its texts. */
  languages: v.record(v.string(), v.string()),
  /** By the first part of an address, with its slash: the view that is loaded for it. */
  views: v.record(v.string(), v.string()),
})

export type PageLinks = v.InferOutput<typeof pageLinksSchema>
