import { signal, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
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

type Question = () => Promise<void>

/** A question that is under way, and what became of it. */
export interface Work {
  readonly busy: boolean
  /** In words; null where nothing went wrong. */
  readonly problem: string | null
  /** Asks, but not where something is under way: nothing is done twice by one click too many. */
  run(question: Question): void
  /** Asks as soon as nothing is under way; of several the last. */
  runNext(question: Question): void
  /** Asks once more what went wrong. */
  again(): void
}

export function useWork(): Work {
  const busy = useSignal(false)
  const problem = useSignal<string | null>(null)
  const last = useRef<Question | null>(null)
  const next = useRef<Question | null>(null)
  // Whoever left the view wants nothing more of it.
  useEffect(
    () => () => {
      next.current = null
    },
    [],
  )
  const begin = (question: Question) => {
    last.current = question
    busy.value = true
    problem.value = null
    question()
      .catch((error: unknown) => {
        heard(error)
        problem.value = wordsFor(error)
      })
      .finally(() => {
        const following = next.current
        next.current = null
        if (following) begin(following)
        else busy.value = false
      })
  }
  const run = (question: Question) => {
    if (!busy.peek()) begin(question)
  }
  return {
    busy: busy.value,
    problem: problem.value,
    run,
    runNext(question) {
      if (busy.peek()) next.current = question
      else begin(question)
    },
    again() {
      if (last.current) run(last.current)
    },
  }
}

/**
 * Asks again where something was changed meanwhile: the answer may be of before.
 *
 * @param changes how many there were
 */
export async function askOfNow<T>(
  changes: { readonly current: number },
  question: () => Promise<T>,
): Promise<T> {
  const before = changes.current
  const answer = await question()
  return changes.current === before ? answer : askOfNow(changes, question)
}
