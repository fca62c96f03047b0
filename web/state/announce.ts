/** Has screen readers told how uploads fare, wherever in the app somebody is. */
import type { UploadView } from '../../shared/messages.ts'
import { later } from '../text/catalogue.ts'
import { lacksFile, needsSomebody, UNDER_WAY, waitsFor } from '../uploads/totals.ts'
import { announcement } from './announcement.ts'
import { sayAnew } from './say-anew.ts'
import { follow, list } from './uploads.ts'

/** ms in which events are gathered into one announcement. */
const PAUSE = 1500

interface Gathered {
  added: number
  verified: string[]
  failed: string[]
  /** The ids of those that began to need somebody. */
  held: string[]
}

const nothing = (): Gathered => ({ added: 0, verified: [], failed: [], held: [] })

let gathered = nothing()
let timer: ReturnType<typeof setTimeout> | null = null

/** Uploads that need somebody. A sign-in that is tried again and again is wanted once. */
const held = new Set<string>()

export function announceAdded(count: number): void {
  gathered.added += count
  speakSoon()
}

/** What was so before the page was there is no news. */
follow((before, after) => {
  if (before && !after) held.delete(before.id)
  if (!after) return
  const { id, name, state, problem } = after
  if (isHeld(after)) {
    const isNew = before !== null && !isHeld(before) && !held.has(id)
    held.add(id)
    if (isNew) {
      gathered.held.push(id)
      speakSoon()
    }
  } else if (problem === null || !UNDER_WAY.has(state)) held.delete(id)
  if (!before || before.state === state) return
  if (state !== 'verified' && state !== 'failed') return
  gathered[state].push(name)
  speakSoon()
})

function isHeld(view: UploadView): boolean {
  return needsSomebody(view) || lacksFile(view)
}

function speakSoon(): void {
  timer ??= setTimeout(() => {
    timer = null
    const said = sentences(gathered)
    gathered = nothing()
    if (said.length > 0) sayAnew(announcement, said.join(' '))
  }, PAUSE)
}

function sentences({ added, held, ...ended }: Gathered): string[] {
  const { announce } = later
  const said = added > 0 ? [announce.added(added)] : []
  for (const state of ['verified', 'failed'] as const) {
    const names = ended[state]
    if (names.length === 1) said.push(...names.map(announce[`${state}One`]))
    if (names.length > 1) said.push(announce[state](names.length))
  }
  // The page may have given a file again by itself.
  const waiting = held.flatMap((id) => list.find(id) ?? []).filter(isHeld)
  return waiting.length === 0 ? said : [...said, whatIsNeeded(waiting)]
}

function whatIsNeeded(views: readonly UploadView[]): string {
  const { again, announce, problems } = later
  const [only] = views
  if (views.length === 1 && only?.problem) {
    return announce.heldOne(only.name, problems[only.problem].what)
  }
  if (views.every((view) => waitsFor(view, 'file_gone'))) return again.gone(views.length)
  if (views.every((view) => waitsFor(view, 'file_permission'))) {
    return again.continueWhy(views.length)
  }
  return announce.held(views.length)
}
