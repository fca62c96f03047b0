/** What was entered in the operator's form when it was closed, for as long as the page is open. */
import type { Answers } from '../../shared/details.ts'
import { isHash, type Form } from '../../shared/form.ts'
import type { Faults } from './details-fields.ts'

interface Draft {
  /** As the fields show it, also where it is no answer yet; '' for what was left empty. */
  readonly entered: Answers
  /** As they were told. */
  readonly faults: Faults
}

/** Which form it was, and for what. */
export interface DraftPlace {
  /** An upload's, whose details are corrected; null for files that are added. */
  readonly id: string | null
  /** As the server gave it: answers to another version are none to this one. */
  readonly schema: unknown
  /** The file that was asked about, or the first of them: hashes are of one alone. */
  readonly file: string
}

const drafts = new Map<string | null, Draft & Pick<DraftPlace, 'file'> & { schema: string }>()

export function keepDraft({ id, schema, file }: DraftPlace, draft: Draft): void {
  drafts.set(id, { ...draft, file, schema: JSON.stringify(schema) })
}

export function dropDraft({ id }: DraftPlace): void {
  drafts.delete(id)
}

/** What was entered in this form for the same; without hashes where it was for another file. */
export function draftFor({ id, schema, file }: DraftPlace, { fields }: Form): Draft | null {
  const draft = drafts.get(id)
  if (draft?.schema !== JSON.stringify(schema)) return null
  if (draft.file === file) return draft
  const hashes = new Set(fields.filter(isHash).map(({ name }) => name))
  const entered = Object.entries(draft.entered).filter(([name]) => !hashes.has(name))
  return { ...draft, entered: Object.fromEntries(entered) }
}
