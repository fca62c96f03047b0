import { signal } from '@preact/signals'
import { WorkerError } from '../worker-door.ts'
import { later, text } from '../text/catalogue.ts'
import type { Language } from '../text/languages.ts'
import { language } from './language.ts'

/** Something to be told once, until it is dismissed or replaced. */
export interface Notice {
  /** A later notice of the same subject replaces it. */
  readonly subject: string
  readonly tone: 'info' | 'problem'
  readonly text: string
  readonly items?: readonly string[]
  /** What may be done about it. */
  readonly offer?: { readonly label: string; readonly accept: () => void }
  /** Called when the person wants no more of it. */
  readonly dismissed?: () => void
}

/** As it was told: its words stay in the language that they were said in. */
interface Told extends Notice {
  readonly lang: Language
}

export const notices = signal<readonly Told[]>([])

export function notify(notice: Notice): void {
  const others = notices.peek().filter(({ subject }) => subject !== notice.subject)
  notices.value = [...others, { ...notice, lang: language.peek() }]
}

export function dismiss(subject: string): void {
  if (!notices.peek().some((notice) => notice.subject === subject)) return
  notices.value = notices.peek().filter((notice) => notice.subject !== subject)
}

/** Runs what a person asked for; if it fails they are told what to do. */
export function attempt(subject: string, action: () => Promise<void>): void {
  action().then(
    () => dismiss(subject),
    (error: unknown) => {
      console.warn(`${subject} failed`, error)
      notify({ subject, tone: 'problem', text: text.banner.failed(adviceFor(error)) })
    },
  )
}

/** What a person is told of an error. */
export function adviceFor(error: unknown): string {
  if (!(error instanceof WorkerError)) {
    if (isUnreadable(error)) return later.problems.file_unreadable.what
    return isNotLoaded(error) ? text.views.notLoadedNext : later.fault
  }
  if (error.code === 'no_answer') return text.banner.noAnswer
  const { what, next } = later.problems[error.code]
  return `${what} ${next}`
}

/** By the names that reading a file or a folder fails with (W3C, "File API", and WHATWG, "File System"). */
function isUnreadable(error: unknown): boolean {
  return error instanceof DOMException && /^Not(?:Found|Readable)/.test(error.name)
}

/**
 * Whether code, texts or an answer did not come. Browsers throw a TypeError for it as for any mistake
 * of a program, and tell them apart by words alone: “Failed to fetch dynamically imported module”
 * (Chromium), “error loading dynamically imported module” (Firefox), “Importing a module script
 * failed” and “Load failed” (WebKit), “NetworkError when attempting to fetch” (Firefox).
 */
function isNotLoaded(error: unknown): boolean {
  return error instanceof TypeError && /fetch|[Ll]oad|module/.test(error.message)
}
