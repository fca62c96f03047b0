import { keepAsOwn, forgetOwn } from '../system/own-files.ts'
import { readShared, type Shared } from '../system/shared.ts'
import type { Node } from '../files/walk.ts'
import { format, later, text } from '../text/catalogue.ts'
import { computed, effect } from '@preact/signals'
import { add } from './adding.ts'
import { dismiss, notify } from './notices.ts'
import { OVER } from '../uploads/totals.ts'
import { list } from './uploads.ts'

const SUBJECT = 'shared'
/** Names that are shown at once. */
const MOST_NAMED = 5
/** ms after which it is said that it is still being read: what comes and goes at once only moves the page. */
const LONG = 500

/**
 * Asks whether to send what other apps have shared: any site can post files to the address to which
 * the system does.
 *
 * @param isExpected whether something was shared just now
 */
export async function askAboutShared(isExpected: boolean): Promise<void> {
  const timer = setTimeout(() => {
    notify({ subject: SUBJECT, tone: 'info', text: later.system.receiving })
  }, LONG)
  try {
    const shared = await readShared()
    if (shared) ask(shared)
    else if (isExpected) notify({ subject: SUBJECT, tone: 'problem', text: later.system.notShared })
    else dismiss(SUBJECT)
  } catch (error) {
    dismiss(SUBJECT)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function ask(shared: Shared): void {
  const { files, forget } = shared
  const size = files.reduce((sum, file) => sum + file.size, 0)
  const names = files.slice(0, MOST_NAMED).map(({ name }) => name)
  const more = files.length - names.length
  notify({
    subject: SUBJECT,
    tone: 'info',
    text: later.system.shared(files.length, format.bytes(size)),
    items: more > 0 ? [...names, text.add.more(more)] : names,
    offer: {
      label: later.system.send,
      accept() {
        dismiss(SUBJECT)
        add(ownNodes(shared))
      },
    },
    dismissed() {
      forget().catch((error: unknown) => console.warn('what was shared is still kept', error))
    },
  })
}

async function* ownNodes({ take }: Shared): AsyncGenerator<Node> {
  for await (const file of take()) yield keepAsOwn(file)
}

/** Lets go of files that were shared, once their uploads need them no more. */
export function forgetWhenDone(): void {
  const over = computed(() => {
    const { verified, cancelled } = list.totals.value.states
    return verified + cancelled
  })
  effect(() => {
    if (over.value === 0) return
    forgetOwn(isNeeded).catch((error: unknown) => console.warn('files could not be let go', error))
  })
}

function isNeeded(id: string): boolean | null {
  const upload = list.find(id)
  return upload ? !OVER.has(upload.state) : null
}
