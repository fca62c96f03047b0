import { batch } from '@preact/signals'
import type { AllUploads, Changed, UploadView } from '../../shared/messages.ts'
import { createFrameQueue, type OnNextFrame } from './frames.ts'
import type { UploadList } from './list.ts'

/** Uploads that are changed in one frame: so few that it is drawn in time. */
export const MOST_A_FRAME = 500

type Change = Pick<Changed, 'uploads' | 'removed'>

/**
 * Keeps a list equal to the worker's, a bounded number of uploads a frame. Changes that arrive while
 * the worker is asked for all its uploads are applied once more after its answer, which may be older
 * than they are.
 */
export function createReconciler(
  list: Pick<UploadList, 'views' | 'change'>,
  allUploads: () => Promise<AllUploads>,
  /** Called with the worker's answer before the list is made equal to it. */
  before: (all: AllUploads) => void,
  nextFrame: OnNextFrame,
) {
  let waiting: Changed[] | null = null
  let running: Promise<void> | null = null
  const queue = createFrameQueue<Change>(
    (changes) => batch(() => changes.forEach((change) => list.change(change))),
    ({ uploads, removed }) => uploads.length + removed.length,
    MOST_A_FRAME,
    nextFrame,
  )

  async function askForAll(): Promise<void> {
    const meanwhile: Changed[] = []
    waiting = meanwhile
    try {
      const all = await allUploads()
      // What was told before the answer is not to come after it.
      queue.flush()
      before(all)
      queue.add(changesTo(list.views(), all.uploads))
      queue.add(meanwhile)
    } finally {
      waiting = null
    }
    await queue.drained()
  }

  return {
    changed(message: Changed): void {
      waiting?.push(message)
      queue.add([message])
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

/** What makes a list of these views one of those uploads. */
function changesTo(views: readonly UploadView[], uploads: readonly UploadView[]): Change[] {
  const there = new Set(uploads.map(({ id }) => id))
  const gone = views.flatMap(({ id }) => (there.has(id) ? [] : id))
  const changes: Change[] = []
  for (let at = 0; at < uploads.length; at += MOST_A_FRAME) {
    changes.push({ uploads: uploads.slice(at, at + MOST_A_FRAME), removed: [] })
  }
  for (let at = 0; at < gone.length; at += MOST_A_FRAME) {
    changes.push({ uploads: [], removed: gone.slice(at, at + MOST_A_FRAME) })
  }
  return changes
}
