import { expect, it } from 'vitest'
import { ApiFailure } from '../failure.ts'
import { toFailure } from '../s3/errors.ts'
import { describeWithRemedy } from './failure-text.ts'

it('says what the store answered to a command, and what to do next', () => {
  const refusal = Object.assign(new Error('secret'), {
    name: 'InvalidAccessKeyId',
    $metadata: { httpStatusCode: 403 },
  })
  expect(describeWithRemedy(toFailure(refusal))).toBe(
    'the store did not do it: 403 InvalidAccessKeyId\nTo find out what to change: longhaul doctor',
  )
  const away = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  expect(describeWithRemedy(toFailure(away))).toContain('did not do it: ECONNREFUSED\nTo find out')
})

it('leaves what the store has nothing to do with as it is', () => {
  expect(describeWithRemedy(new ApiFailure('not_found', 'there is none'))).toBe('there is none')
})
