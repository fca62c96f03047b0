import { expect, it } from 'vitest'
import { pathTo, pathToReceipt, pathToUpload, routeOf } from '../routing/route.ts'
import { isOfTheApp } from './addresses.ts'

const ID = '0199d1a0-0000-7000-8000-000000000000'

it.each([
  ...(['home', 'history', 'settings', 'health', 'help'] as const).map(pathTo),
  pathToUpload(ID),
  pathToReceipt(ID),
  pathToReceipt(null),
  '/index.html',
  '/history/',
])('%s is the app’s', (path) => {
  expect(routeOf(path).view).not.toBe('unknown')
  expect(isOfTheApp(path)).toBe(true)
})

it.each(['/oauth2/callback', '/sign-in', '/cdn-cgi/access/authorized', '/historyx', '/share'])(
  '%s is not',
  (path) => {
    expect(routeOf(path).view).toBe('unknown')
    expect(isOfTheApp(path)).toBe(false)
  },
)
