import { v7 as uuid } from 'uuid'
import { describe, expect, test } from 'vitest'
import type { UploadState, UploadView } from '../../shared/messages.ts'
import { ledgerOf, lostSince, readLedger, writeLedger } from './ledger.ts'

function view(state: UploadState): UploadView {
  const id = uuid()
  return {
    id,
    name: `name of ${id}`,
    path: 'f',
    size: 7,
    lastModified: 1000,
    state,
    sent: 0,
    inFlight: 0,
    problem: null,
    retryAt: null,
    offline: false,
    handedOver: false,
    watchable: false,
    addedAt: 0,
    proof: null,
  }
}

function createStorage() {
  const values = new Map<string, string>()
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  }
}

describe('what the page remembers of its uploads', () => {
  test('is read as it was written, without what is finished', () => {
    const storage = createStorage()
    const running = { ...view('uploading'), partSize: 5 }
    const failed = view('failed')
    const views = [running, view('verified'), failed, view('cancelled')]
    writeLedger(storage, ledgerOf('d', views))
    const ledger = readLedger(storage)
    expect(ledger?.database).toBe('d')
    expect(ledger?.uploads.map(({ id }) => id)).toEqual([running.id, failed.id])
    const { id, name, path, size, lastModified } = running
    expect(ledger?.uploads[0]).toEqual({ id, name, path, size, lastModified, partSize: 5 })
  })

  test('is nothing where nothing, or nothing readable, was written', () => {
    const storage = createStorage()
    expect(readLedger(storage)).toBeNull()
    writeLedger(storage, ledgerOf('d', [view('waiting')]))
    const [key] = [...storage.values.keys()]
    for (const text of ['', '{', '{"database":1}', '[]']) {
      storage.setItem(key ?? '', text)
      expect(readLedger(storage)).toBeNull()
    }
  })

  test('is lost when another database has not got it', () => {
    const [a, b] = [view('uploading'), view('waiting')]
    const before = ledgerOf('old', [a, b])
    const lost = lostSince(before, { database: 'new', uploads: [b] })
    expect(lost.map(({ id }) => id)).toEqual([a.id])
  })

  test('stays lost until it is there again, though others are remembered since', () => {
    const storage = createStorage()
    const [a, b, c] = [view('uploading'), view('waiting'), view('uploading')]
    const lost = lostSince(ledgerOf('old', [a, b]), { database: 'new', uploads: [] })
    writeLedger(storage, ledgerOf('new', [c], lost))
    const later = lostSince(readLedger(storage), { database: 'new', uploads: [c, b] })
    expect(later.map(({ id }) => id)).toEqual([a.id])
  })

  test('is not lost when the same database no longer has it, or nothing is known', () => {
    const before = ledgerOf('same', [view('uploading')])
    expect(lostSince(before, { database: 'same', uploads: [] })).toEqual([])
    expect(lostSince(null, { database: 'new', uploads: [] })).toEqual([])
  })
})
