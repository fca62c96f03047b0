/** What a browser has in memory, sampled without forcing a garbage collection. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from './browser.ts'
import { pageHeap, workerHeap, type ReadHeap } from './heap.ts'
import { proportionalSize, roleOf, treeOf } from './processes.ts'

/** Ms between two samples. */
export const INTERVAL = 250

/** Bytes at one moment. */
export interface Sample {
  /** Ms since the first. */
  readonly at: number
  readonly pageHeap: number
  readonly workerHeap: number
  /** PSS of all processes that run pages and workers. */
  readonly renderers: number
  /** PSS of the browser's first process. */
  readonly browser: number
  /** PSS of all processes of the browser. */
  readonly all: number
}

/** The first sample is taken before this returns, the last one by `stop`. */
export async function startSampler(browser: Browser) {
  const heaps = { page: await pageHeap(browser), worker: await workerHeap(browser) }
  const begin = performance.now()
  const samples = [await sample(browser, heaps, begin)]
  let stopped = false
  const sampling = (async () => {
    while (!stopped) {
      await pause(INTERVAL)
      samples.push(await sample(browser, heaps, begin))
    }
  })()
  return {
    async stop(): Promise<readonly Sample[]> {
      stopped = true
      await sampling
      return samples
    },
  }
}

async function sample(
  { pid }: Browser,
  heaps: { page: ReadHeap; worker: ReadHeap },
  begin: number,
): Promise<Sample> {
  const [pageHeap, workerHeap, pids] = await Promise.all([
    heaps.page(),
    heaps.worker(),
    treeOf(pid),
  ])
  let renderers = 0
  let browser = 0
  let all = 0
  for (const one of pids) {
    const [role, size] = await Promise.all([roleOf(one), proportionalSize(one)])
    all += size
    if (role === 'renderer') renderers += size
    if (one === pid) browser += size
  }
  return { at: performance.now() - begin, pageHeap, workerHeap, renderers, browser, all }
}
