import { signal, useSignal } from '@preact/signals'
import { AdminError } from '../api.ts'
import { text } from '../text/catalogue.ts'
import { heard } from './session.ts'

/** What is told to a screen reader next, and shown for a while. */
export const said = signal('')

/** What went wrong, in words. */
export function wordsFor(error: unknown): string {
  if (!(error instanceof AdminError)) throw error
  const { problems } = text
  switch (error.code) {
    case 'network':
    case 'timeout':
    case 'slow_down':
    case 'store_denied':
    case 'bad_answer':
    case 'bad_request':
    case 'not_found':
      return problems[error.code]
    case 'upload_gone':
      return problems.not_found
    case 'server_error':
      return problems.store
    default:
      return problems.unknown
  }
}

/** A question that is under way, and what became of it. */
export interface Work {
  readonly busy: boolean
  /** In words; null where nothing went wrong. */
  readonly problem: string | null
  /** Asks; a question that is under way is not asked again. */
  run(work: () => Promise<void>): void
}

export function useWork(): Work {
  const busy = useSignal(false)
  const problem = useSignal<string | null>(null)
  return {
    busy: busy.value,
    problem: problem.value,
    run(work) {
      if (busy.peek()) return
      busy.value = true
      problem.value = null
      work()
        .catch((error: unknown) => {
          heard(error)
          problem.value = wordsFor(error)
        })
        .finally(() => {
          busy.value = false
        })
    },
  }
}
