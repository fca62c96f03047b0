import { expect, test } from 'vitest'
import type { UploadView } from '../../shared/messages.ts'
import { testUpload } from './testing.ts'
import { changeTotals, NO_TOTALS } from './totals.ts'

const viewOf = (changes: Partial<UploadView>) => testUpload({ sent: 10, ...changes })

test.each<[held: number, timed: number, remaining: number, Partial<UploadView>]>([
  [0, 0, 90, {}],
  [0, 0, 90, { problem: 'slow_down', retryAt: 5 }],
  [1, 0, 0, { problem: 'file_permission' }],
  [1, 0, 0, { problem: 'file_gone' }],
  [1, 0, 0, { problem: 'storage' }],
  [1, 0, 0, { problem: 'sign_in_required', retryAt: 5 }],
  [1, 0, 0, { state: 'uploading', problem: 'sign_in_required', retryAt: 5 }],
  [0, 0, 90, { state: 'uploading', problem: 'sign_in_required', inFlight: 20 }],
  [0, 0, 90, { state: 'uploading', handedOver: true, problem: 'file_permission' }],
  [0, 1, 0, { startAt: 5 }],
  [1, 0, 0, { startAt: 5, problem: 'storage' }],
  [0, 0, 0, { state: 'paused', problem: 'file_gone' }],
  [0, 0, 0, { state: 'failed', problem: 'sign_in_required' }],
])('%i held, %i timed, and %i bytes go on arriving, of %o', (held, timed, remaining, changes) => {
  expect(changeTotals(NO_TOTALS, null, viewOf(changes))).toMatchObject({ held, timed, remaining })
})
