import type { ReplyValue, ToWorker } from '../../shared/messages.ts'
import { Workbox } from 'workbox-window'
import { ask, WorkerError } from './ask.ts'

/** ms that the first start may take, which fetches all of the app for offline use. */
const START_TIMEOUT = 60_000
/** ms that an answer may take: a start of the worker with thousands of uploads is in it. */
const ANSWER_TIMEOUT = 30_000

let workbox: Workbox | null = null

/** The registration of the worker's script; made late, as it needs a browser with workers. */
export function registration(): Workbox {
  workbox ??= new Workbox('/sw.js', {
    scope: '/',
    type: import.meta.env.DEV ? 'module' : 'classic',
  })
  return workbox
}

/**
 * The worker that is active now. Not the page's controller: a page that was loaded with the
 * reload key held down has none, and its uploads must go on just so.
 *
 * @throws WorkerError `no_answer` when none gets active
 */
export async function activeWorker(): Promise<ServiceWorker> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new WorkerError('no_answer', `no worker was active in ${START_TIMEOUT} ms`))
    }, START_TIMEOUT)
  })
  try {
    const { active } = await Promise.race([navigator.serviceWorker.ready, late])
    if (!active) throw new WorkerError('no_answer', 'the worker was removed')
    return active
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Asks the active worker; once more where it was replaced before it answered. So every message
 * must be one that may be repeated.
 *
 * @throws WorkerError
 */
export async function askWorker<T extends ToWorker['type']>(
  message: Extract<ToWorker, { type: T }>,
  timeout = ANSWER_TIMEOUT,
): Promise<ReplyValue<T>> {
  const worker = await activeWorker()
  try {
    return await ask<T>(worker, message, timeout)
  } catch (error) {
    if (!(error instanceof WorkerError) || error.code !== 'no_answer') throw error
    const successor = await activeWorker()
    if (successor === worker) throw error
    return ask<T>(successor, message, timeout)
  }
}
