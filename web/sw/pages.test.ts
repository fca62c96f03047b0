import { afterEach, expect, it, vi } from 'vitest'
import { appPages } from './pages.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

it('are the app’s, and not that of admins, which shows no uploads of this browser', async () => {
  const paths = ['/', '/#watch=x', '/admin', '/admin/', '/administration', '/admin#links']
  const pages = paths.map((path) => ({ url: `https://files.example.com${path}` }))
  vi.stubGlobal('self', { clients: { matchAll: () => Promise.resolve(pages) } })
  expect(await appPages()).toEqual([pages[0], pages[1], pages[4]])
})
