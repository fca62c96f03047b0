import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Answerer } from './messages.ts'

const startUploads = vi.hoisted(() => vi.fn<() => Promise<unknown>>())
vi.mock('./uploads.ts', () => ({ startUploads }))
vi.mock('./shell.ts', () => ({ keepAppShell: () => undefined }))

type Listener = (event: { waitUntil(work: Promise<unknown>): void }) => void
const listeners = new Map<string, Listener[]>()

/** Dispatches an event; gives what it was extended by. */
function dispatch(type: string): Promise<unknown>[] {
  const works: Promise<unknown>[] = []
  const event = { waitUntil: (work: Promise<unknown>) => void works.push(work) }
  for (const listener of listeners.get(type) ?? []) listener(event)
  return works
}

beforeAll(async () => {
  vi.stubGlobal('self', {
    addEventListener: (type: string, listener: Listener) =>
      listeners.set(type, [...(listeners.get(type) ?? []), listener]),
    clients: { claim: () => Promise.resolve() },
    registration: { active: null },
  })
  await import('./main.ts')
})

beforeEach(() => {
  const busy: Pick<Answerer['engine'], 'isBusy' | 'uploads' | 'apply'> = {
    isBusy: () => true,
    uploads: () => new Map(),
    apply: () => Promise.resolve(),
  }
  startUploads.mockReset().mockResolvedValue({ engine: busy })
})

it('starts nothing when the network is back, as it may only wait to replace another', () => {
  expect(dispatch('online')).toEqual([])
  expect(startUploads).not.toHaveBeenCalled()
})

it('goes on when it is activated, and is active at once, however much there is to do', async () => {
  const works = dispatch('activate')
  const late = new Promise((resolve) => setTimeout(resolve, 500, 'late'))
  expect(await Promise.race([Promise.all(works).then(() => 'active'), late])).toBe('active')
  expect(startUploads).toHaveBeenCalledOnce()
})
