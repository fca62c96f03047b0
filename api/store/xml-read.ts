/** Reading the small XML bodies of S3 requests: strictly, in one pass, and never more than that. */
import * as v from 'valibot'
import { S3Error } from './errors.ts'

/** An element's text, or its children by name. */
export type XmlValue = string | { readonly [name: string]: readonly XmlValue[] }

const MAX_DEPTH = 8
/** All of S3's are like this. */
const NAME = /[A-Z][A-Za-z0-9]*/y
const ATTRIBUTE = /\s+[A-Za-z_][A-Za-z0-9_.:-]*\s*=\s*(?:"[^"<&]*"|'[^'<&]*')/y
const SPACE = /\s*/y
const DECLARATION = /^\uFEFF?<\?xml\s[^<>]{0,200}\?>/

/** Exactly one child of this name, for the schemas given to {@link readXml}. */
export function one<Output>(
  schema: v.GenericSchema<unknown, Output>,
): v.GenericSchema<unknown[], Output> {
  return v.pipe(
    v.array(v.unknown()),
    v.length(1),
    v.transform(([value]) => value),
    schema,
  )
}

/**
 * Reads a body whose root element is `root`, with the children `schema` describes.
 *
 * Elements, text, the five predefined entities and character references are understood. A
 * document type, processing instructions and CDATA are refused, so nothing can expand.
 *
 * @throws S3Error MalformedXML
 */
export function readXml<Schema extends v.GenericSchema>(
  text: string,
  root: string,
  schema: Schema,
): v.InferOutput<Schema> {
  const reader = new Reader(text)
  const { name, value } = reader.document()
  if (name !== root) throw malformed()
  // An element without children reads as text: for a container that is the empty container.
  const children = typeof value === 'string' && value.trim() === '' ? {} : value
  const parsed = v.safeParse(schema, children, { abortEarly: true })
  if (!parsed.success) throw malformed()
  return parsed.output
}

function malformed(): S3Error {
  return new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  )
}

class Reader {
  #at = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  document(): { name: string; value: XmlValue } {
    this.#at = DECLARATION.exec(this.#text)?.[0].length ?? 0
    this.#match(SPACE)
    const root = this.#element(0)
    this.#match(SPACE)
    if (this.#at !== this.#text.length) throw malformed()
    return root
  }

  #element(depth: number): { name: string; value: XmlValue } {
    if (depth > MAX_DEPTH) throw malformed()
    this.#expect('<')
    const name = this.#match(NAME) ?? ''
    if (name === '') throw malformed()
    while (this.#match(ATTRIBUTE) !== undefined);
    this.#match(SPACE)
    if (this.#take('/>')) return { name, value: '' }
    this.#expect('>')
    const value = this.#content(depth)
    this.#expect(`</${name}`)
    this.#match(SPACE)
    this.#expect('>')
    return { name, value }
  }

  #content(depth: number): XmlValue {
    let text = ''
    let children: Map<string, XmlValue[]> | undefined
    for (;;) {
      text += this.#characters()
      if (this.#text.startsWith('</', this.#at)) break
      if (this.#take('<!--')) {
        this.#skipComment()
        continue
      }
      const child = this.#element(depth + 1)
      children ??= new Map()
      const same = children.get(child.name)
      if (same) same.push(child.value)
      else children.set(child.name, [child.value])
    }
    if (!children) return text
    if (text.trim() !== '') throw malformed()
    return Object.fromEntries(children)
  }

  #characters(): string {
    const end = this.#text.indexOf('<', this.#at)
    if (end < 0) throw malformed()
    const raw = this.#text.slice(this.#at, end)
    this.#at = end
    return unescapeText(raw)
  }

  #skipComment(): void {
    const end = this.#text.indexOf('-->', this.#at)
    if (end < 0) throw malformed()
    this.#at = end + 3
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    this.#at += found?.length ?? 0
    return found
  }

  #take(literal: string): boolean {
    if (!this.#text.startsWith(literal, this.#at)) return false
    this.#at += literal.length
    return true
  }

  #expect(literal: string): void {
    if (!this.#take(literal)) throw malformed()
  }
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function unescapeText(raw: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what has to be refused
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(raw)) throw malformed()
  if (!raw.includes('&')) return raw
  return raw.replace(/&([^;&]{0,10};?)/g, (_, reference: string) => {
    if (!reference.endsWith(';')) throw malformed()
    const body = reference.slice(0, -1)
    return ENTITIES.get(body) ?? characterOf(body)
  })
}

/** Control characters may be given by reference, as in XML 1.1: keys may contain them. */
function characterOf(reference: string): string {
  const digits = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(reference)
  if (!digits) throw malformed()
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16)
  const allowed = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  if (!allowed) throw malformed()
  return String.fromCodePoint(code)
}
