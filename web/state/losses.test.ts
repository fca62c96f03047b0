/// <reference types="vite/client" />
import { expect, test, vi } from 'vitest'
import type { Details } from '../../shared/details.ts'
import { createKeptFiles } from '../files/kept.ts'
import { testView } from '../history/testing.ts'
import type { detailOf, giveFileAgain } from '../worker-door.ts'
import { giveAgain } from './again.ts'
import { findLosses, lostUploads } from './losses.ts'
import type { addLost } from './taken.ts'
import { kept as keptByPage } from './uploads.ts'

const DETAILS: Details = [
  { name: 'acquisition', label: 'Acquisition hash', value: 'a'.repeat(32), hash: 'md5' },
]

const worker = vi.hoisted(() => ({
  giveFileAgain: vi.fn<typeof giveFileAgain>(async () => undefined),
  detailOf: vi.fn<typeof detailOf>(),
}))
const taken = vi.hoisted(() => ({ addLost: vi.fn<typeof addLost>(async () => undefined) }))
vi.mock(import('./taken.ts'), () => taken)
vi.mock(import('../worker-door.ts'), async (original) => ({ ...(await original()), ...worker }))
vi.mock(import('../system/stored.ts'), () => ({ stored: () => null }))

test('what goes on after the records were deleted has what was entered about it', async () => {
  const view = testView(1)
  const kept = createKeptFiles()
  kept.keep({ id: view.id, source: new File(['x'], view.name), details: DETAILS })
  findLosses({ uploads: [view], database: 'one' }, [view], kept)
  findLosses({ uploads: [], database: 'two' }, [view], kept)
  await expect.poll(() => taken.addLost.mock.calls).toHaveLength(1)
  expect(taken.addLost.mock.lastCall?.[0]).toMatchObject([{ id: view.id, details: DETAILS }])
  expect(lostUploads()).toEqual([])
})

test('a file that is given again is kept with what was entered about it', async () => {
  const { id } = testView(2)
  worker.detailOf.mockResolvedValue({
    plan: null,
    missing: [],
    here: [],
    parts: [],
    lanes: 1,
    hosts: [],
    notes: [],
    details: DETAILS,
  })
  const source = new File(['x'], 'x')
  await giveAgain(testView(2), source)
  expect(keptByPage.get(id)).toEqual({ id, source, details: DETAILS })
})
