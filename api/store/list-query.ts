/** What the operations that list have in common. */
import { MAX_LIST_PAGE } from '../../shared/limits.ts'
import { S3Error } from './errors.ts'
import { encodeUri, readInteger, type Query } from './request.ts'
import { element, type Xml } from './xml-write.ts'

/** The store knows one client. */
export const OWNER = [element('ID', 'owner'), element('DisplayName', 'owner')]

/** What all lists may be asked for. */
export interface ListQuery {
  readonly prefix: string
  readonly delimiter: string
  readonly limit: number
  readonly encodingType: string | undefined
  /** Writes a name as the client asked for it. */
  readonly name: (text: string) => string
}

/** @param limitName the parameter for the length of a page: at most 1,000, however many were asked */
export function readListQuery(query: Query, limitName: string): ListQuery {
  const encodingType = query.get('encoding-type')
  if (encodingType !== undefined && encodingType !== 'url') {
    throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request')
  }
  const limit = readInteger(limitName, query.get(limitName), 0, 2 ** 31 - 1)
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    limit: Math.min(limit ?? MAX_LIST_PAGE, MAX_LIST_PAGE),
    encodingType,
    name: encodingType === 'url' ? encodeName : (text) => text,
  }
}

function encodeName(text: string): string {
  return encodeUri(text).replaceAll('%2F', '/')
}

export function writePrefixes(prefixes: readonly string[], { name }: ListQuery): Xml[] {
  return prefixes.map((prefix) => element('CommonPrefixes', element('Prefix', name(prefix))))
}
