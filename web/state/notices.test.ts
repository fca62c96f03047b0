import { beforeAll, expect, test, vi } from 'vitest'
import { later, text, useLanguage } from '../text/catalogue.ts'
import { WorkerError } from '../worker-door.ts'
import { adviceFor, attempt, notices } from './notices.ts'

beforeAll(async () => {
  vi.stubGlobal('document', { documentElement: {} })
  await useLanguage('en', true)
  return () => vi.unstubAllGlobals()
})

test.each([
  'Failed to fetch dynamically imported module: https://up.example/assets/asking.js',
  'error loading dynamically imported module: https://up.example/assets/asking.js',
  'Importing a module script failed.',
  'Failed to fetch',
  'Load failed',
  'NetworkError when attempting to fetch resource.',
])('what did not come is told as what to do about the connection: %s', (message) => {
  expect(adviceFor(new TypeError(message))).toBe(text.views.notLoadedNext)
})

test.each([
  new TypeError("Cannot read properties of undefined (reading 'id')"),
  new TypeError('files is undefined'),
  new TypeError("undefined is not an object (evaluating 'view.id')"),
  new RangeError('Invalid time value'),
])('a fault of the program blames neither the connection nor the worker: %s', (fault) => {
  expect(adviceFor(fault)).toBe(later.fault)
})

test.each(['NotReadableError', 'NotFoundError'])('a file that fails by %s is named', (name) => {
  const { what } = later.problems.file_unreadable
  expect(adviceFor(new DOMException('no such file', name))).toBe(what)
})

test('the worker is named where it gave no answer, and by its code where it refused', () => {
  expect(adviceFor(new WorkerError('no_answer', 'late'))).toBe(text.banner.noAnswer)
  const { what, next } = later.problems.storage
  expect(adviceFor(new WorkerError('storage', 'full'))).toBe(`${what} ${next}`)
})

test('what a person asked for, and failed, is told until it works', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  attempt('order', () => Promise.reject(new TypeError('files is undefined')))
  await expect.poll(() => notices.value).toMatchObject([{ subject: 'order', tone: 'problem' }])
  expect(notices.value[0]?.text).toContain(later.fault)
  attempt('order', () => Promise.resolve())
  await expect.poll(() => notices.value).toEqual([])
})
