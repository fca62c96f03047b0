/** An object's tags: in a header as a query, in a body as XML. */
import * as v from 'valibot'
import { S3Error } from './errors.ts'
import { one, readXml } from './xml-read.ts'
import { element, xmlDocument } from './xml-write.ts'

export type Tags = [name: string, value: string][]

/** Source: "Categorizing your objects using tags", Amazon S3 User Guide. */
const MAX_TAGS = 10
const MAX_NAME = 128
const MAX_VALUE = 256

/** @throws S3Error InvalidTag, InvalidArgument */
export function readTagHeader(headers: ReadonlyMap<string, string>): Tags {
  const text = headers.get('x-amz-tagging')
  if (text === undefined) return []
  try {
    decodeURIComponent(text)
  } catch (cause) {
    throw new S3Error('InvalidArgument', 'The header x-amz-tagging must be URL encoded', { cause })
  }
  return checkTags([...new URLSearchParams(text)])
}

const Tagging = v.strictObject({
  TagSet: one(
    v.union([
      v.pipe(
        v.literal(''),
        v.transform((): { Tag?: { Key: string; Value: string }[] } => ({})),
      ),
      v.strictObject({
        Tag: v.optional(
          v.array(v.strictObject({ Key: one(v.string()), Value: one(v.string()) })),
          [],
        ),
      }),
    ]),
  ),
})

/** @throws S3Error MalformedXML, InvalidTag */
export function readTagging(text: string): Tags {
  const { TagSet } = readXml(text, 'Tagging', Tagging)
  return checkTags((TagSet.Tag ?? []).map(({ Key, Value }) => [Key, Value]))
}

export function writeTagging(tags: Tags): string {
  const children = tags.map(([name, value]) =>
    element('Tag', element('Key', name), element('Value', value)),
  )
  return xmlDocument('Tagging', element('TagSet', children))
}

function checkTags(tags: Tags): Tags {
  if (tags.length > MAX_TAGS) throw invalid('Object tags cannot be greater than 10')
  if (new Set(tags.map(([name]) => name)).size !== tags.length) {
    throw invalid('Cannot provide multiple Tags with the same key')
  }
  for (const [name, value] of tags) {
    if (name === '' || name.length > MAX_NAME)
      throw invalid('The TagKey you have provided is invalid')
    if (value.length > MAX_VALUE) throw invalid('The TagValue you have provided is invalid')
  }
  return tags
}

function invalid(message: string): S3Error {
  return new S3Error('InvalidTag', message)
}
