import type { AllUploads, Changed } from '../../shared/messages.ts'
import type { UploadList } from './list.ts'

/**
 * Keeps a list equal to the worker's. Changes that arrive while the worker is asked for all its
 * uploads are applied once more after its answer, which may be older than they are.
 */
export function createReconciler(
  list: Pick<UploadList, 'replace' | 'change'>,
  allUploads: () => Promise<AllUploads>,
  /** Called with the worker's answer before the list is made equal to it. */
  before: (all: AllUploads) => void,
) {
  let waiting: Changed[] | null = null
  let running: Promise<void> | null = null

  async function askForAll(): Promise<void> {
    const meanwhile: Changed[] = []
    waiting = meanwhile
    try {
      const all = await allUploads()
      before(all)
      list.replace(all.uploads)
      for (const message of meanwhile) list.change(message)
    } finally {
      waiting = null
    }
  }

  return {
    changed(message: Changed): void {
      waiting?.push(message)
      list.change(message)
    },
    /** Concurrent calls share one question. Throws what asking throws. */
    reconcile(): Promise<void> {
      running ??= askForAll().finally(() => {
        running = null
      })
      return running
    },
  }
}
