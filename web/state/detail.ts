/** One upload from near, while a view shows it. */
import { signal } from '@preact/signals'
import type { UploadDetail } from '../../shared/upload-detail.ts'
import { detailOf } from '../worker-door.ts'

/** ms between two questions: what changes with every part need not be seen at once. */
const INTERVAL = 1000

export const detail = signal<UploadDetail | null>(null)

/** Asks the worker again and again while the page is seen; gives what ends that. */
export function followDetail(id: string): () => void {
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const ask = async (): Promise<void> => {
    if (document.visibilityState === 'visible') {
      try {
        const answer = await detailOf(id)
        if (!stopped) detail.value = answer
      } catch (error) {
        console.warn('the worker does not tell of an upload', error)
      }
    }
    if (!stopped) timer = setTimeout(() => void ask(), INTERVAL)
  }
  detail.value = null
  void ask()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
