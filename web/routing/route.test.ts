import { expect, test } from 'vitest'
import { pathTo, pathToReceipt, pathToUpload, routeOf } from './route.ts'

const ID = '01890000-0000-7000-8000-000000000001'

test.each([
  ['/', { view: 'home' }],
  ['/index.html', { view: 'home' }],
  ['/help', { view: 'help' }],
  ['/help/', { view: 'help' }],
  [`/uploads/${ID}`, { view: 'upload', id: ID }],
  ['/uploads/', { view: 'unknown' }],
  [`/uploads/${ID}/parts`, { view: 'unknown' }],
  ['/uploads/..%2f..%2fhelp', { view: 'unknown' }],
  ['/constructor', { view: 'unknown' }],
  ['//', { view: 'home' }],
])('%s', (path, route) => {
  expect(routeOf(path)).toEqual(route)
})

test('an address leads back to its view', () => {
  expect(routeOf(pathTo('help'))).toEqual({ view: 'help' })
  expect(routeOf(pathToUpload(ID))).toEqual({ view: 'upload', id: ID })
})

test('a receipt has an address of its own, and so has where any is checked', () => {
  const id = '01890000-0000-7000-8000-000000000001'
  expect(routeOf(pathToReceipt(null))).toEqual({ view: 'receipts', id: null })
  expect(routeOf(pathToReceipt(id))).toEqual({ view: 'receipts', id })
  expect(routeOf('/receipts/other')).toEqual({ view: 'unknown' })
})
