import { expect, test } from 'vitest'
import type { NewFile, UploadView } from '../../shared/messages.ts'
import { addTaken, CHUNK, emptyReport, type AddPorts } from './add.ts'
import type { Taken } from './walk.ts'

function taken(name: string, path = ''): Taken {
  const file = { name, size: 7, type: 'text/plain', lastModified: 1000 }
  return { type: 'file', name, path, file, source: `source of ${name}` }
}

async function* from(all: readonly Taken[]): AsyncGenerator<Taken> {
  yield* all
}

function createPorts(gone: UploadView[] = [], lost: UploadView[] = [], known: UploadView[] = []) {
  const messages: NewFile[][] = []
  const given: [string, unknown][] = []
  const progress: number[] = []
  const asked: string[][] = []
  const ports: AddPorts = {
    add: async (files) => void messages.push(files),
    gone: () => gone,
    lost: () => lost,
    known: async () => known,
    isToAddAgain: async (uploads) => {
      asked.push(uploads.map(({ id }) => id))
      return uploads.some(({ name }) => name === 'wanted')
    },
    giveAgain: async ({ id }, source) => void given.push([id, source]),
    progress: (added) => void progress.push(added),
  }
  return { ports, asked, messages, given, progress }
}

function goneUpload(name: string, lastModified = 1000): UploadView {
  return {
    id: `id of ${name}`,
    name,
    path: 'f',
    size: 7,
    lastModified,
    state: 'waiting',
    sent: 0,
    inFlight: 0,
    problem: 'file_gone',
    retryAt: null,
    offline: false,
    handedOver: false,
    watchable: false,
    addedAt: 0,
    proof: null,
  }
}

test('files go in chunks, each with an id of its own', async () => {
  const { ports, messages, progress } = createPorts()
  const report = emptyReport()
  const files = Array.from({ length: 2 * CHUNK + 1 }, (_, index) => taken(`${index}`, 'f'))
  await addTaken(from(files), ports, report)
  expect(messages.map(({ length }) => length)).toEqual([CHUNK, CHUNK, 1])
  expect(progress).toEqual([CHUNK, 2 * CHUNK, 2 * CHUNK + 1])
  expect(new Set(messages.flat().map(({ id }) => id)).size).toBe(files.length)
  expect(messages[0]?.[0]).toMatchObject({ name: '0', path: 'f', size: 7, source: 'source of 0' })
})

test('only what the worker has taken counts as added', async () => {
  const { ports } = createPorts()
  const report = emptyReport()
  let calls = 0
  const add = async () => {
    calls += 1
    if (calls === 2) throw new Error('refused')
  }
  const files = Array.from({ length: CHUNK + 1 }, (_, index) => taken(`${index}`))
  await expect(addTaken(from(files), { ...ports, add }, report)).rejects.toThrow('refused')
  expect(report.added).toBe(CHUNK)
})

test('a file that an upload waits for is given to it, another one is added', async () => {
  const { ports, messages, given } = createPorts([goneUpload('same'), goneUpload('newer', 999)])
  const report = emptyReport()
  const files = [taken('same', 'f'), taken('newer', 'f'), taken('same', 'other')]
  await addTaken(from(files), ports, report)
  expect(given).toEqual([['id of same', 'source of same']])
  expect(messages.flat().map(({ path, name }) => `${path}/${name}`)).toEqual([
    'f/newer',
    'other/same',
  ])
  expect(report).toMatchObject({ added: 2, given: 1 })
})

test('a file of a lost upload goes on under its id, once; another one gets a new id', async () => {
  const { ports, messages } = createPorts([], [goneUpload('same'), goneUpload('newer', 999)])
  const files = [taken('same', 'f'), taken('same', 'f'), taken('newer', 'f')]
  await addTaken(from(files), ports, emptyReport())
  const added = messages.flat().map(({ id }) => id)
  expect(added.filter((id) => id === 'id of same')).toHaveLength(1)
  expect(new Set(added).size).toBe(3)
  expect(added).not.toContain('id of newer')
})

test('a file of a lost upload is cut as it was: otherwise its parts would be of no use', async () => {
  const { ports, messages } = createPorts([], [{ ...goneUpload('same'), partSize: 9 }])
  await addTaken(from([taken('same', 'f'), taken('same', 'f')]), ports, emptyReport())
  expect(messages.flat().map(({ partSize }) => partSize)).toEqual([9, undefined])
})

test('files that the list has already are asked about once, after the others were added', async () => {
  const known = [goneUpload('same'), goneUpload('wanted')]
  for (const [names, added] of [
    [['same', 'new'], ['new']],
    [
      ['same', 'wanted', 'new'],
      ['new', 'same', 'wanted'],
    ],
  ] as const) {
    const { ports, asked, messages } = createPorts([], [], known)
    const report = emptyReport()
    await addTaken(from(names.map((name) => taken(name, 'f'))), ports, report)
    expect(messages.flat().map(({ name }) => name)).toEqual(added)
    expect(asked).toHaveLength(1)
    expect(report).toMatchObject({ added: added.length, skipped: names.length - added.length })
  }
})

test('all unreadable files are counted, and some are named', async () => {
  const { ports, messages } = createPorts()
  const report = emptyReport()
  const bad: Taken[] = Array.from({ length: 50 }, (_, index) => ({
    type: 'unreadable',
    name: `${index}`,
    reason: 'unreadable',
  }))
  await addTaken(from(bad), ports, report)
  expect(messages).toEqual([])
  expect(report.unreadable.count).toBe(50)
  expect(report.unreadable.named).toHaveLength(20)
})
