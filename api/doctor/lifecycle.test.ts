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

const MARKS = rule({ Filter: { Prefix: '.longhaul/cancelled/' }, Expiration: { Days: 8 } })

const levels = (...rules: LifecycleRule[]) =>
  judgeLifecycle([...rules, MARKS], UPLOADS)
    .filter(({ check }) => !check.includes('marks'))
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
    ['of theirs', MARKS, []],
    ['of all that the servers keep', rule({ Expiration: { Days: 30 } }), ['lifecycle_of_state']],
    ['that is too early', { ...MARKS, Expiration: { Days: 6 } }, ['lifecycle_of_marks_early']],
    ['that is none', aborting(8), ['lifecycle_of_marks_missing']],
    ['that is off', { ...MARKS, Status: 'Disabled' as const }, ['lifecycle_of_marks_missing']],
    [
      'of some of them',
      { ...MARKS, Filter: { Prefix: '.longhaul/cancelled/a' } },
      ['lifecycle_of_marks_missing'],
    ],
  ])('judges the marks of cancelled files by a rule %s', (_, rule, codes) => {
    const found = judgeLifecycle([aborting(8), rule], UPLOADS)
    expect(found.flatMap(({ code }) => code || [])).toEqual(codes)
  })

  it('wants no rule for marks where none are put', () => {
    const found = judgeLifecycle([aborting(8)], { ...UPLOADS, partRoute: false })
    expect(found.map(({ level }) => level)).toEqual(['ok'])
  })
})
