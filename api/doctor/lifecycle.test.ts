import type { LifecycleRule } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { UPLOADS } from '../testing/examination.ts'
import { judgeLifecycle } from './lifecycle.ts'

const rule = (change: Partial<LifecycleRule>): LifecycleRule => ({
  ID: 'one',
  Status: 'Enabled',
  Filter: { Prefix: '' },
  ...change,
})
const aborting = (days: number, change: Partial<LifecycleRule> = {}) =>
  rule({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: days }, ...change })

const NOTES = rule({ Filter: { Prefix: '.longhaul/uploads/' }, Expiration: { Days: 8 } })

const levels = (...rules: LifecycleRule[]) =>
  judgeLifecycle([...rules, NOTES], UPLOADS)
    .filter(({ check }) => !check.includes('notes'))
    .map(({ level, saw }) => `${level} ${saw}`)

describe('judgeLifecycle', () => {
  it.each([
    ['for all', aborting(8)],
    ['for the uploads', aborting(8, { Filter: { Prefix: 'in/' } })],
    ['in the older form', aborting(8, { Filter: undefined, Prefix: '' })],
    ['just long enough', aborting(7)],
  ])('takes a rule %s', (_, rule) => {
    expect(levels(rule)).toEqual([expect.stringMatching(/^ok/)])
  })

  it.each([
    ['that is switched off', aborting(8, { Status: 'Disabled' })],
    ['for something else', aborting(1, { Filter: { Prefix: 'logs/' } })],
    ['for some of the uploads', aborting(8, { Filter: { Prefix: 'in/some/' } })],
  ])('does not take a rule %s', (_, rule) => {
    expect(levels(rule)).toEqual([expect.stringMatching(/^warning No rule/)])
  })

  it('finds one that aborts what may still be resumed, beside a right one too', () => {
    const early = aborting(3, { ID: 'hasty', Filter: { Prefix: 'in/some/' } })
    const found = [expect.stringMatching(/^failure The rule "hasty" aborts uploads after 3 days/)]
    expect(levels(early, aborting(8))).toEqual(found)
  })

  it('finds one that deletes what the servers keep for each other', () => {
    const expiring = (Prefix: string) => rule({ Filter: { Prefix }, Expiration: { Days: 30 } })
    expect(levels(aborting(8), expiring(''))[1]).toMatch(/^failure .*\.longhaul\//)
    expect(levels(aborting(8), expiring('in/'))).toHaveLength(1)
  })

  it.each([
    ['of theirs', NOTES, []],
    ['of all that the servers keep', rule({ Expiration: { Days: 30 } }), ['lifecycle_of_state']],
    ['that is too early', { ...NOTES, Expiration: { Days: 6 } }, ['lifecycle_of_notes_early']],
    ['that is none', aborting(8), ['lifecycle_of_notes_missing']],
    ['that is off', { ...NOTES, Status: 'Disabled' as const }, ['lifecycle_of_notes_missing']],
    [
      'of some of them',
      { ...NOTES, Filter: { Prefix: '.longhaul/uploads/a' } },
      ['lifecycle_of_notes_missing'],
    ],
  ])('judges the notes of uploads by a rule %s', (_, rule, codes) => {
    const found = judgeLifecycle([aborting(8), rule], UPLOADS)
    expect(found.flatMap(({ code }) => code || [])).toEqual(codes)
  })
})
