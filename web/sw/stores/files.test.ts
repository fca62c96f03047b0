import 'fake-indexeddb/auto'
import { v7 as uuid } from 'uuid'
import { describe, expect, it } from 'vitest'
import { NO_COPIES, type Copies } from './copies.ts'
import { openDatabase } from './database.ts'
import { createFileStore } from './files.ts'

const FACTS = { id: uuid(), size: 4, lastModified: 1 }
const COPY = new File(['copy'], FACTS.id)

/** A File whose reading fails by an error of this name. */
function lost(name: string): File {
  const file = new File(['file'], 'file', { lastModified: 1 })
  file.slice = () => {
    throw new DOMException('the file failed', name)
  }
  return file
}

async function open(copies: Partial<Copies> = {}) {
  const database = await openDatabase(uuid())
  return { database, files: createFileStore(database, { ...NO_COPIES, ...copies }) }
}

describe('the file store', () => {
  it('reads the copy of a File that was removed, and of no other', async () => {
    const { files } = await open({ open: async () => COPY })
    await files.keep([{ id: FACTS.id, source: lost('NotFoundError') }])
    expect(await files.open(FACTS)).toBe(COPY)
    await files.keep([{ id: FACTS.id, source: lost('NotReadableError') }])
    await expect(files.open(FACTS)).rejects.toMatchObject({ code: 'file_changed' })
  })

  it('takes no file for the same that has another size or date', async () => {
    const { files } = await open()
    for (const [content, lastModified] of [
      ['files', 1],
      ['file', 2],
    ] as const) {
      const source = new File([content], 'file', { lastModified })
      await files.keep([{ id: FACTS.id, source }])
      await expect(files.open(FACTS)).rejects.toMatchObject({ code: 'file_changed' })
    }
  })

  it('says that a File was removed of which there is no copy', async () => {
    const { files } = await open()
    await files.keep([{ id: FACTS.id, source: lost('NotFoundError') }])
    await expect(files.open(FACTS)).rejects.toMatchObject({ code: 'file_gone' })
  })

  it('tells a database that can not be read from a fault of the program', async () => {
    const { database, files } = await open()
    database.close()
    await expect(files.open(FACTS)).rejects.toMatchObject({ code: 'storage' })
    await expect(files.handleOf(FACTS.id)).rejects.toMatchObject({ code: 'storage' })
  })
})
