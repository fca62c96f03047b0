import { signal } from '@preact/signals'
import type { Node } from '../files/walk.ts'
import { text } from '../text/catalogue.ts'
import { attempt } from './notices.ts'

/** How many batches of files are being added now. */
export const adding = signal(0)
/** How many files the worker has of them. */
export const addedSoFar = signal(0)

/** Whether it takes long enough to be spoken of: what comes and goes at once only moves the page. */
export const isAddingLong = signal(false)
/** ms */
const LONG = 1000
let timer: ReturnType<typeof setTimeout> | undefined

/** What was added, until the person has seen it or was told of it. */
export const added = signal<{ readonly count: number; readonly first: string } | null>(null)

/** What is added is not sent before this time, ms since 1970; null for at once. */
export const startOfAdded = signal<number | null>(null)

/** Adds what was chosen and tells the person how it went. No first view needs what does it. */
export function add(nodes: Iterable<Node> | AsyncIterable<Node>): void {
  if (adding.peek() === 0) {
    addedSoFar.value = 0
    timer = setTimeout(() => (isAddingLong.value = true), LONG)
  }
  adding.value += 1
  attempt('add', async () => {
    try {
      const { addAll } = await import('./taken.ts')
      await addAll(nodes)
    } finally {
      adding.value -= 1
      if (adding.peek() === 0) {
        clearTimeout(timer)
        isAddingLong.value = false
      }
    }
  })
}

/** What is said while files are being added. */
export function addingText(): string {
  return text.add.adding(addedSoFar.value)
}
