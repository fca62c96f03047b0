import 'fake-indexeddb/auto'
import { v7 as uuid } from 'uuid'
import { expect, it, vi } from 'vitest'
import { openDatabase } from './database.ts'
import { openLinkStore } from './links.ts'

it('keeps the last link that was opened', async () => {
  const database = await openDatabase(uuid())
  const links = await openLinkStore(database)
  expect(links.current()).toBeNull()
  await links.open('a.b.c')
  expect(links.current()).toBe('a.b.c')
  expect((await openLinkStore(database)).current()).toBe('a.b.c')
})

it('has none where another version wrote what it cannot read', async () => {
  const database = await openDatabase(uuid())
  await database.put('about', { token: 'a.b.c' }, 'link')
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  expect((await openLinkStore(database)).current()).toBeNull()
  expect(warned.mock.calls).toEqual([['Longhaul: the link can not be read']])
  warned.mockRestore()
})
