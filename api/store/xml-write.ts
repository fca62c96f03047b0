/** Writing the small XML documents S3 answers with. */

/** XML that needs no escaping any more. */
export class Xml {
  constructor(readonly text: string) {}
}

export type XmlContent = string | number | boolean | Xml | readonly Xml[] | undefined

/**
 * An element. Text is escaped; control characters, which XML 1.0 can't carry, are written as
 * references, as S3 does (a client that has to be sure asks for `encoding-type=url`).
 */
export function element(name: string, ...contents: readonly XmlContent[]): Xml {
  const inner = contents.map((content) => {
    if (content === undefined) return ''
    if (content instanceof Xml) return content.text
    if (typeof content === 'object') return content.map((child) => child.text).join('')
    return escapeText(String(content))
  })
  return new Xml(`<${name}>${inner.join('')}</${name}>`)
}

/** An element, or nothing when it has no content. */
export function optional(name: string, content: string | number | undefined): Xml | undefined {
  return content === undefined ? undefined : element(name, content)
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

/** A whole document whose root is in S3's namespace. */
export function xmlDocument(name: string, ...contents: readonly XmlContent[]): string {
  const root = element(name, ...contents).text
  return `${DECLARATION}<${name} xmlns="${NAMESPACE}"${root.slice(name.length + 1)}`
}

/** S3's errors have no namespace. */
export function xmlErrorDocument(fields: Readonly<Record<string, string>>): string {
  const children = Object.entries(fields).map(([name, value]) => element(name, value))
  return DECLARATION + element('Error', children).text
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

function escapeText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what has to be found
  return text.replace(/[&<>"\u0000-\u001f\u007f\ufffe\uffff]/g, (character) => {
    return ESCAPES[character] ?? `&#x${character.charCodeAt(0).toString(16)};`
  })
}
