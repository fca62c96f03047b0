/** Asks what the operator wants to be told about files, before they are added or after a refusal. */
import { signal, type ReadonlySignal } from '@preact/signals'
import { createElement, type ComponentType } from 'preact'
import { checkAnswers } from '../../shared/answers.ts'
import type { Answers, Details } from '../../shared/details.ts'
import { isHash, readForm, type Form } from '../../shared/form.ts'
import { identity } from '../files/add.ts'
import type { KeptFile } from '../files/kept.ts'
import { createKnown } from '../files/known.ts'
import type { Taken } from '../files/walk.ts'
import { later } from '../text/catalogue.ts'
import { lacksFile } from '../uploads/totals.ts'
import { DetailsForm } from '../views/details-form.tsx'
import { correctDetails, detailOf } from '../worker-door.ts'
import { draftFor, dropDraft, keepDraft, type DraftPlace } from './details-drafts.ts'
import type { Faults } from './details-fields.ts'
import { closeDialog, dialog, openDialog } from './dialogs.ts'
import { schemaNow } from './form-now.ts'
import { hashCorrected } from './hashes.ts'
import { lostUploads } from './losses.ts'
import { dismiss, notify } from './notices.ts'
import {
  answersIn,
  answersTo,
  forgetRemembered,
  readRemembered,
  remember,
} from './remembered-answers.ts'
import { stored } from '../system/stored.ts'
import type { Asked } from './taken.ts'
import { createTurns } from './turns.ts'
import { kept, list } from './uploads.ts'

/** How many files were found so far, and whether those are all. */
export interface Found {
  readonly count: number
  readonly isAll: boolean
}

/** What the form's view is given. */
export interface Question {
  readonly form: Form
  readonly initial: Answers
  readonly faults: Faults
  /** Of what is added; null where a refused upload is corrected. */
  readonly found: ReadonlySignal<Found> | null
  /** The name of the file whose upload was refused. */
  readonly corrected?: string
  /** Resolves when it was taken; null where nothing is to be added. */
  readonly answer: (details: Details | null) => void
  /** Keeps what the form shows, for when it is closed. */
  readonly keep: (entered: Answers, faults: Faults) => void
  /** Forgets what was entered last; what it returns remembers that again. */
  readonly forget: () => () => void
}

/** One form is shown after the other: nothing that was chosen meanwhile is lost. */
const inTurn = createTurns()

/**
 * Asks, where something is new; only after the question whether to add it again where the list has all
 * of it already. null where the person wants nothing added.
 */
export function askForDetails(schema: unknown, taken: AsyncIterable<Taken>): Promise<Asked | null> {
  return inTurn(() => askBy(schema, taken))
}

async function askBy(schema: unknown, taken: AsyncIterable<Taken>): Promise<Asked | null> {
  const form = readForm(schema)
  const gathered = gather(taken)
  const all = { taken: replay(gathered), details: null }
  const ask = async (): Promise<Details | null> => {
    const place = { id: null, schema, file: gathered.first() }
    const initial = { ...initialAnswers(schema, form), ...draftFor(place, form)?.entered }
    const details = await show({ form, initial, faults: new Map(), found: gathered.found }, place)
    if (!details) return null
    stored((storage) => remember(storage, schema, details))
    dismiss('details')
    return details
  }
  if (!(await gathered.hasNew)) return { ...all, askToAddAgain: () => inTurn(ask) }
  const details = await ask()
  if (details) return { ...all, details }
  const { count } = gathered.found.peek()
  notify({ subject: 'details', tone: 'info', text: later.details.notAdded(count) })
  return null
}

/** Asks once more for what an upload was refused for. */
export async function correct(id: string): Promise<void> {
  const [schema, detail] = await Promise.all([schemaNow(), detailOf(id)])
  if (!detail) return
  // Without a form there is nothing to ask: what was entered is left out.
  const details = schema === null ? [] : await askAgain(schema, id, detail.details)
  if (!details) return
  const others = ofOthers(detail.details, details)
  const refused = refusedWith(detail.details)
  await correctDetails({ id, details, others })
  hashCorrected(id, details)
  for (const file of refused) {
    kept.keep({ ...file, details: file.id === id ? details : (others ?? file.details) })
  }
}

/** The files that this page has of what was refused with these details. */
function refusedWith(details: Details | undefined): KeptFile[] {
  const wrong = JSON.stringify(details)
  return list
    .views()
    .flatMap(({ id, problem }) => (problem === 'details_invalid' ? (kept.get(id) ?? []) : []))
    .filter((file) => JSON.stringify(file.details) === wrong)
}

async function askAgain(
  schema: unknown,
  id: string,
  before: Details | undefined,
): Promise<Details | null> {
  // Another was opened since that was pressed; it may be this one, for a second press.
  if (dialog.peek()) return null
  const form = readForm(schema)
  const refused = before ? answersIn(before) : initialAnswers(schema, form)
  const wrong = checkAnswers(form, refused).faults.map(({ field, rule }) => [field, rule] as const)
  const place = { id, schema, file: id }
  const { entered: initial, faults } = draftFor(place, form) ?? {
    entered: refused,
    faults: new Map(wrong),
  }
  const corrected = list.find(id)?.name ?? ''
  return show({ form, initial, faults, found: null, corrected }, place)
}

/**
 * What else was refused with the same has the same corrected, but for hashes: each is of one file alone.
 *
 * @returns undefined where it would be refused with the very same once more
 */
function ofOthers(before: Details | undefined, corrected: Details): Details | undefined {
  const own = before?.filter(({ hash }) => hash) ?? []
  const others = [...corrected.filter(({ hash }) => !hash), ...own]
  const [was, is, same] = [before, corrected, others].map((details) => JSON.stringify(details))
  return same === was && is !== was ? undefined : others
}

function initialAnswers(schema: unknown, { fields }: Form): Answers {
  const before = stored((storage) => answersTo(schema, readRemembered(storage))) ?? {}
  // What goes on where it stopped is known by all that was entered; what is new has another hash.
  const keepsHash = lostUploads().length > 0
  const initial: Answers = {}
  for (const field of fields) {
    const answer = (isHash(field) && !keepsHash ? undefined : before[field.name]) ?? field.initial
    if (answer !== undefined) initial[field.name] = answer
  }
  return initial
}

/** Shows the form; null where it was closed. */
function show(
  question: Omit<Question, 'answer' | 'keep' | 'forget'>,
  place: DraftPlace,
): Promise<Details | null> {
  return new Promise((resolve) => {
    const answer = (details: Details | null): void => {
      resolve(details)
      if (details) dropDraft(place)
      // By then another form may be shown in its place.
      if (dialog.peek() === shown) closeDialog()
    }
    const keep: Question['keep'] = (entered, faults) => keepDraft(place, { entered, faults })
    const forget = (): (() => void) => {
      dropDraft(place)
      const rememberAgain = stored(forgetRemembered)
      return () => void (rememberAgain && stored(rememberAgain))
    }
    const props = { ...question, answer, keep, forget }
    const View: ComponentType = () => createElement(DetailsForm, props)
    const shown = { type: 'details', View } as const
    openDialog(shown)
  })
}

interface Gathered {
  readonly files: readonly Taken[]
  readonly found: ReadonlySignal<Found>
  /** Whether there is a file that no upload waits for, and that the list does not have. */
  readonly hasNew: Promise<boolean>
  /** What tells the first of those that were found; '' where there is none yet. */
  readonly first: () => string
  /** Resolves when all are there. */
  readonly end: Promise<void>
}

/** Takes all files, so that it can be said how many there are while the form is filled in. */
function gather(taken: AsyncIterable<Taken>): Gathered {
  const views = list.views()
  const waiting = new Set(views.filter(lacksFile).map(identity))
  const known = createKnown(views.filter(({ state }) => state !== 'cancelled'))
  const files: Taken[] = []
  let first = ''
  const found = signal<Found>({ count: 0, isAll: false })
  let foundNew: (isNew: boolean) => void = () => undefined
  const hasNew = new Promise<boolean>((resolve) => {
    foundNew = resolve
  })
  const walk = async (): Promise<void> => {
    try {
      for await (const one of taken) {
        files.push(one)
        if (one.type !== 'file') continue
        const file = { ...one, size: one.file.size, lastModified: one.file.lastModified }
        if (waiting.has(identity(file))) continue
        first ||= identity(file)
        found.value = { count: found.peek().count + 1, isAll: false }
        if (!known(file)) foundNew(true)
      }
    } finally {
      found.value = { count: found.peek().count, isAll: true }
      foundNew(false)
    }
  }
  const end = walk()
  // Whoever reads them meets it.
  end.catch(() => undefined)
  return { files, found, hasNew, first: () => first, end }
}

/** What was gathered, and then how gathering ended. */
async function* replay({ files, end }: Gathered): AsyncGenerator<Taken> {
  await end.catch(() => undefined)
  yield* files
  await end
}
