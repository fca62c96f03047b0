import { expect, test } from 'vitest'
import type { UploadView } from '../../shared/messages.ts'
import { createSearch, groupOf } from './filter.ts'

function viewOf(changes: Partial<UploadView>): UploadView {
  return {
    id: 'id',
    name: 'a.bin',
    path: '',
    size: 1,
    lastModified: 1,
    state: 'waiting',
    sent: 0,
    inFlight: 0,
    problem: null,
    retryAt: null,
    proof: null,
    offline: false,
    handedOver: false,
    watchable: false,
    addedAt: 1,
    ...changes,
  }
}

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
  expect(groupOf(viewOf(changes))).toBe(group)
})

test('finds all words in names and folders, whatever their case and however marks are written', () => {
  const view = viewOf({ name: 'U\u0308berblick 概要.MOV', path: 'Fall 7/Büro' })
  for (const text of ['', ' ', 'überblick', 'mov  FALL', 'büro', '概要', '7/b'])
    expect(createSearch(text)(view)).toBe(true)
  for (const text of ['mp4', 'fall 8', 'uberblick']) expect(createSearch(text)(view)).toBe(false)
})
