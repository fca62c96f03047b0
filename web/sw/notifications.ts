import type { NotificationText } from '../../shared/notification-text.ts'
import { createPlural } from '../../shared/plural.ts'
import type { UploadRecord } from './engine/record.ts'

/** ms in which news is gathered into one notification. */
const GATHER_TIME = 2000

type News = 'verified' | 'failed' | 'waiting'

/** Tells the person what has become of uploads while no page shows it. */
export interface Notifier {
  /** Looks whether these uploads are worth a notification. */
  changed(records: Iterable<UploadRecord>): void
  /** Whether something is still to be told. */
  isBusy(): boolean
}

export interface NotifierPorts {
  /** Whether a page is seen, which tells it better. */
  readonly isSeen: () => Promise<boolean>
  /** What a page gave it to say; null where none did. */
  readonly text: () => Promise<NotificationText | null>
  /** Shows it in place of an earlier one, where the person allows notifications. */
  readonly show: (title: string, body: string) => Promise<void>
  readonly after: (delay: number, call: () => void) => void
  readonly failed: (cause: unknown) => void
}

export function createNotifier({ isSeen, text, show, after, failed }: NotifierPorts): Notifier {
  const gathered = new Map<string, { news: News; name: string }>()
  /** What was told, or is going to be, of each upload. */
  const told = new Map<string, News>()
  let busy = false

  async function tell(): Promise<void> {
    const all = [...gathered.values()]
    gathered.clear()
    if (await isSeen()) return
    const [title, body] = wordsFor(all, await text())
    await show(title, body)
  }

  return {
    changed(records) {
      for (const record of records) {
        const { id, name } = record
        const news = newsOf(record)
        if (!news) {
          told.delete(id)
          gathered.delete(id)
        } else if (told.get(id) !== news) {
          told.set(id, news)
          gathered.set(id, { news, name })
        }
      }
      if (busy || gathered.size === 0) return
      busy = true
      after(GATHER_TIME, () => {
        tell()
          .catch(failed)
          .finally(() => {
            busy = false
          })
      })
    },
    isBusy: () => busy,
  }
}

function newsOf({ phase, hold }: UploadRecord): News | null {
  if (phase === 'verified' || phase === 'failed') return phase
  if (phase === 'cancelling' || phase === 'cancelled') return null
  // What the browser has to send, it sends all the same.
  return hold.problem === null || hold.user || hold.handedOver ? null : 'waiting'
}

/** What has gone wrong comes first, as only that needs somebody. */
function wordsFor(
  all: readonly { news: News; name: string }[],
  text: NotificationText | null,
): [title: string, body: string] {
  const [first] = all
  // Only a worker that was updated by itself has no text yet: the app's name needs no language.
  if (!text) return ['Longhaul', first?.name ?? '']
  const plural = createPlural<'other'>(text.locale)
  const of = (news: News) => all.filter((one) => one.news === news).length
  const named = (words: string) => words.replace('{name}', () => first?.name ?? '')
  const [failed, waiting, verified] = [of('failed'), of('waiting'), of('verified')]
  if (failed > 0) {
    const title = all.length === 1 ? named(text.failedOne) : plural(failed, text.failed)
    return [title, text.failedMore]
  }
  if (waiting > 0) return [plural(waiting, text.waiting), text.waitingMore]
  const title = verified === 1 ? named(text.verifiedOne) : plural(verified, text.verified)
  return [title, text.verifiedMore]
}
