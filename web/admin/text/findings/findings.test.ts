import { describe, expect, test } from 'vitest'
import { CHECKS, PROBLEMS } from '../../../../shared/doctor-problems.ts'
import { findings as ar } from './ar.ts'
import { findings as de } from './de.ts'
import { nameOf, saidOf } from './findings.ts'

describe.each([
  ['de', de],
  ['ar', ar],
])('in %s', (_, findings) => {
  test.each(PROBLEMS)('%s is said, with what to change', (code) => {
    const [what = '', change = ''] = saidOf(findings, code) ?? []
    expect(what.trim()).not.toBe('')
    expect(change.trim()).not.toBe('')
    expect(`${what} ${change}`).not.toMatch(/undefined|\$\{/)
  })

  test.each(CHECKS.filter((check) => !['Bucket', 'Region'].includes(check)))(
    '%s has a name',
    (check) => {
      expect(nameOf(findings, check)).not.toBe(check)
    },
  )

  test('what S3 names is named so, and a host stays', () => {
    expect(nameOf(findings, 'PutObject under incoming/')).toBe('PutObject (incoming/)')
    expect(nameOf(findings, 'Clock (a.example)')).toBe(`${findings.checks.Clock} (a.example)`)
  })

  test('what a newer server may find stays in English', () => {
    expect(saidOf(findings, 'of a newer version')).toBeNull()
    expect(saidOf(findings, 'toString')).toBeNull()
  })
})
