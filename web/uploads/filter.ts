import type { UploadView } from '../../shared/messages.ts'
import { folded, foldedWords } from '../text/folded.ts'
import { fullName } from './order.ts'
import { lacksFile, needsSomebody } from './totals.ts'

/** What a list may be narrowed to by how its uploads are doing; each upload is of one of these. */
export const GROUPS = [
  'running',
  'waiting',
  'needs-you',
  'paused',
  'failed',
  'done',
  'cancelled',
] as const
export type Group = (typeof GROUPS)[number]

/**
 * The group of an upload. It needs somebody where it can't go on, or not as fast, without them, or is
 * not to be relied on.
 */
export function groupOf(view: UploadView): Group {
  switch (view.state) {
    case 'waiting':
      return needsSomebody(view) ? 'needs-you' : 'waiting'
    case 'uploading':
      return lacksFile(view) || needsSomebody(view) ? 'needs-you' : 'running'
    case 'finishing':
      return 'running'
    case 'verified':
      return 'done'
    case 'disproved':
      return 'needs-you'
    default:
      return view.state
  }
}

/** What was made ready to be searched in, so that a letter more costs a look at each name alone. */
const prepared = new WeakMap<UploadView, string>()

/**
 * Whether the words that were entered, apart by blanks, are all in the file's name or its folders',
 * whatever their case and accents.
 */
export function createSearch(entered: string): (view: UploadView) => boolean {
  const words = foldedWords(entered)
  return (view) => {
    const name = prepared.get(view) ?? folded(fullName(view))
    prepared.set(view, name)
    return words.every((word) => name.includes(word))
  }
}
