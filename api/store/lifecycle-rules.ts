/** A bucket's lifecycle rules: of all that S3 has, those that abort incomplete uploads. */
import * as v from 'valibot'
import type { LifecycleRule } from './bucket-settings.ts'
import { S3Error } from './errors.ts'
import type { State } from './state.ts'
import { one, readXml } from './xml-read.ts'
import { element, optional, xmlDocument } from './xml-write.ts'

const MAX_RULES = 1000
const DAY_MS = 24 * 60 * 60 * 1000

/** What rules of S3 may do beyond that: refused, rather than kept and never done. */
const OTHERS =
  /<(?:Expiration|Transition|NoncurrentVersion\w+|Tag|And|ObjectSize\w+|ExpiredObjectDeleteMarker)[\s/>]/

const Prefix = one(v.pipe(v.string(), v.maxLength(1024)))
const Days = v.pipe(v.string(), v.regex(/^[1-9]\d{0,8}$/), v.transform(Number))

const Configuration = v.strictObject({
  Rule: v.pipe(
    v.array(
      v.strictObject({
        ID: v.optional(one(v.pipe(v.string(), v.maxLength(255)))),
        Status: one(v.picklist(['Enabled', 'Disabled'])),
        Prefix: v.optional(Prefix),
        Filter: v.optional(
          one(v.union([v.literal(''), v.strictObject({ Prefix: v.optional(Prefix) })])),
        ),
        AbortIncompleteMultipartUpload: one(v.strictObject({ DaysAfterInitiation: one(Days) })),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_RULES),
  ),
})

/** @throws S3Error MalformedXML, NotImplemented */
export function readLifecycleConfiguration(text: string): LifecycleRule[] {
  if (OTHERS.test(text)) {
    throw new S3Error('NotImplemented', 'The rules of this store only abort incomplete uploads.')
  }
  return readXml(text, 'LifecycleConfiguration', Configuration).Rule.map((rule) => ({
    ...(rule.ID !== undefined && { id: rule.ID }),
    enabled: rule.Status === 'Enabled',
    prefix: (typeof rule.Filter === 'object' ? rule.Filter.Prefix : rule.Prefix) ?? '',
    days: rule.AbortIncompleteMultipartUpload.DaysAfterInitiation,
  }))
}

export function writeLifecycleConfiguration(rules: readonly LifecycleRule[]): string {
  return xmlDocument(
    'LifecycleConfiguration',
    rules.map(({ id, enabled, prefix, days }) =>
      element(
        'Rule',
        optional('ID', id),
        element('Filter', element('Prefix', prefix)),
        element('Status', enabled ? 'Enabled' : 'Disabled'),
        element('AbortIncompleteMultipartUpload', element('DaysAfterInitiation', days)),
      ),
    ),
  )
}

/**
 * Aborts the uploads that are as old as a rule says.
 *
 * @param now ms since 1970
 */
export async function abortOldUploads(
  { settings, uploads }: Pick<State, 'settings' | 'uploads'>,
  now: number,
): Promise<void> {
  const rules = settings.lifecycle.filter(({ enabled }) => enabled)
  const old = [...uploads.all].filter(({ record }) =>
    rules.some(
      ({ prefix, days }) =>
        record.key.startsWith(prefix) && record.initiated + days * DAY_MS <= now,
    ),
  )
  for (const { record } of old) {
    try {
      await uploads.abort(record.id, record.key)
    } catch (error) {
      // Completed or aborted while others were.
      if (!(error instanceof S3Error && error.code === 'NoSuchUpload')) throw error
    }
  }
}
