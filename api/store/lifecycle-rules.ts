/** A bucket's lifecycle rules: of all that S3 has, those that abort uploads and remove objects. */
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
  /<(?:Date|Transition|NoncurrentVersion\w+|Tag|And|ObjectSize\w+|ExpiredObjectDeleteMarker)[\s/>]/

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
        AbortIncompleteMultipartUpload: v.optional(
          one(v.strictObject({ DaysAfterInitiation: one(Days) })),
        ),
        Expiration: v.optional(one(v.strictObject({ Days: one(Days) }))),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_RULES),
  ),
})

/** @throws S3Error MalformedXML, NotImplemented */
export function readLifecycleConfiguration(text: string): LifecycleRule[] {
  if (OTHERS.test(text)) {
    throw new S3Error('NotImplemented', 'This store only aborts uploads and removes old objects.')
  }
  const rules = readXml(text, 'LifecycleConfiguration', Configuration).Rule
  if (rules.some((rule) => !rule.AbortIncompleteMultipartUpload && !rule.Expiration)) {
    throw new S3Error('MalformedXML', 'A rule must do something.')
  }
  return rules.map((rule) => ({
    ...(rule.ID !== undefined && { id: rule.ID }),
    enabled: rule.Status === 'Enabled',
    prefix: (typeof rule.Filter === 'object' ? rule.Filter.Prefix : rule.Prefix) ?? '',
    ...(rule.AbortIncompleteMultipartUpload && {
      days: rule.AbortIncompleteMultipartUpload.DaysAfterInitiation,
    }),
    ...(rule.Expiration && { expireDays: rule.Expiration.Days }),
  }))
}

export function writeLifecycleConfiguration(rules: readonly LifecycleRule[]): string {
  return xmlDocument(
    'LifecycleConfiguration',
    rules.map(({ id, enabled, prefix, days, expireDays }) =>
      element(
        'Rule',
        optional('ID', id),
        element('Filter', element('Prefix', prefix)),
        element('Status', enabled ? 'Enabled' : 'Disabled'),
        ...(days === undefined
          ? []
          : [element('AbortIncompleteMultipartUpload', element('DaysAfterInitiation', days))]),
        ...(expireDays === undefined ? [] : [element('Expiration', element('Days', expireDays))]),
      ),
    ),
  )
}

/**
 * Aborts the uploads and removes the objects that are as old as a rule says.
 *
 * @param now ms since 1970
 */
export async function followRules(
  { settings, uploads, objects }: Pick<State, 'settings' | 'uploads' | 'objects'>,
  now: number,
): Promise<void> {
  const rules = settings.lifecycle.filter(({ enabled }) => enabled)
  const isOld = (key: string, since: number, kind: 'days' | 'expireDays') =>
    rules.some(
      ({ prefix, [kind]: days = Infinity }) =>
        key.startsWith(prefix) && since + days * DAY_MS <= now,
    )
  const old = [...uploads.all].filter(({ record }) => isOld(record.key, record.initiated, 'days'))
  for (const { record } of old) {
    try {
      await uploads.abort(record.id, record.key)
    } catch (error) {
      // Completed or aborted while others were.
      if (!(error instanceof S3Error && error.code === 'NoSuchUpload')) throw error
    }
  }
  const expired = [...objects.heads].filter((head) =>
    isOld(head.key, head.lastModified, 'expireDays'),
  )
  for (const { key, dataId } of expired) {
    try {
      await objects.remove(key, (current) => {
        if (current?.dataId !== dataId)
          throw new S3Error('PreconditionFailed', 'It is another one.')
      })
    } catch (error) {
      // Removed or put anew while others were removed.
      if (!(error instanceof S3Error && error.code === 'PreconditionFailed')) throw error
    }
  }
}
