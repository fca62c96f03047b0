import { expect, test } from 'vitest'
import type { UploadView } from '../../shared/messages.ts'
import { createSearch, groupOf } from './filter.ts'
import { testUpload } from './testing.ts'

test.each<[string, Partial<UploadView>]>([
  ['waiting', {}],
  ['waiting', { problem: 'slow_down', retryAt: 5 }],
  ['needs-you', { problem: 'file_gone' }],
  ['needs-you', { problem: 'storage' }],
  ['needs-you', { state: 'uploading', handedOver: true, problem: 'file_permission' }],
  ['needs-you', { problem: 'sign_in_required', retryAt: 5 }],
  ['needs-you', { state: 'uploading', problem: 'sign_in_required', retryAt: 5 }],
  ['running', { state: 'uploading', problem: 'sign_in_required', inFlight: 1 }],
  ['running', { state: 'uploading' }],
  ['running', { state: 'finishing' }],
  ['paused', { state: 'paused', problem: 'file_gone' }],
  ['failed', { state: 'failed', problem: 'file_gone' }],
  ['done', { state: 'verified' }],
  ['needs-you', { state: 'disproved' }],
  ['cancelled', { state: 'cancelled' }],
])('of the group %s is %o', (group, changes) => {
  expect(groupOf(testUpload(changes))).toBe(group)
})

test('finds all words in names and folders, whatever their case and accents', () => {
  const view = testUpload({ name: 'U\u0308berblick 概要.MOV', path: 'Fall 7/Büro' })
  for (const text of [
    '',
    ' ',
    'überblick',
    'mov  FALL',
    'büro',
    'uberblick',
    'buro',
    '概要',
    '7/b',
  ])
    expect(createSearch(text)(view)).toBe(true)
  for (const text of ['mp4', 'fall 8', 'ueberblick']) expect(createSearch(text)(view)).toBe(false)
})

test.each(['ΕΓΓΡΑΦΟΣ', 'εγγραφος', 'εγγραφοσ', 'maße', 'MAẞE'])(
  'finds by %s what is written with the other forms of its letters',
  (text) => {
    expect(createSearch(text)(testUpload({ name: 'ΕΓΓΡΑΦΟΣ-Maẞe.pdf', path: 'έγγραφος' }))).toBe(
      true,
    )
    expect(createSearch(text)(testUpload({ name: 'εγγραφοσ.Maße' }))).toBe(true)
  },
)
