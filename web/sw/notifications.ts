import type { NotificationText } from '../../shared/notification-text.ts'
import { createPlural } from '../../shared/plural.ts'
import { isEnded, type UploadRecord } from './engine/record.ts'
import type { Upload } from './engine/step.ts'

/** ms in which news is gathered into one notification. */
const GATHER_TIME = 2000

type News = 'verified' | 'failed' | 'waiting' | 'disproved'

/** What a click on a notification may ask for beside to see it. */
export const RETRY = 'retry'

export interface NotificationMore {
  /** One of the same takes its place. */
  readonly tag: News
  /** Whether it is heard and seen anew where it takes another's place. */
  readonly renotify: boolean
  readonly body: string
  readonly actions?: { action: string; title: string }[]
  /** The ids of the uploads that it tells of. */
  readonly data: string[]
}

/** A notification that is still there: nobody has clicked it or taken it away. */
export interface Shown {
  /** The ids of the uploads that it tells of. */
  readonly data: readonly string[]
  close(): void
}

/** Tells the person what has become of uploads while no page shows it. */
export interface Notifier {
  /**
   * Looks whether these uploads are worth a notification.
   *
   * @param isNews false for what an earlier worker has told
   */
  changed(records: Iterable<UploadRecord>, isNews?: boolean): void
  /** Whether something is still to be told. */
  isBusy(): boolean
}

export interface NotifierPorts {
  /** Whether a page is seen, which tells it better. */
  readonly isSeen: () => Promise<boolean>
  /** What a page gave it to say; null where none did. */
  readonly text: () => Promise<NotificationText | null>
  /** An upload as it is now, as it is to be told; undefined where there is none any more. */
  readonly recordOf: (id: string) => UploadRecord | undefined
  /** What is still there of the tag. */
  readonly shown: (tag: News) => Promise<readonly Shown[]>
  /** Shows it in place of an earlier one of its tag, where the person allows notifications. */
  readonly show: (title: string, more: NotificationMore) => Promise<void>
  /** Has the app's icon say how many uploads are left. */
  readonly showLeft: () => Promise<void>
  readonly after: (delay: number, call: () => void) => void
  readonly failed: (cause: unknown) => void
}

/** What needs somebody though the engine goes on trying by itself. */
const NEEDS_SOMEBODY: readonly unknown[] = ['sign_in_required', 'storage']

/** What is told of an upload. */
export function toTell({ record, flight }: Upload): UploadRecord {
  const { problem } = flight
  const hold = { ...record.hold, problem }
  return NEEDS_SOMEBODY.includes(problem) ? { ...record, hold } : record
}

export function createNotifier(ports: NotifierPorts): Notifier {
  const { isSeen, text, recordOf, shown, show, showLeft, after, failed } = ports
  /** Those of which another news is to be told than before, or none any more. */
  const gathered = new Set<string>()
  /** What was told, or is going to be, of each upload. */
  const told = new Map<string, News>()
  let busy = false

  async function tell(): Promise<void> {
    const fresh = new Set(gathered)
    gathered.clear()
    // What is no longer so is taken away all the same.
    if (await isSeen()) fresh.clear()
    for (const news of BY_WEIGHT) await tellOf(news, fresh)
  }

  /** Each kind has its own, so that none hides another; what is still unseen of it is told again with it. */
  async function tellOf(tag: News, fresh: ReadonlySet<string>): Promise<void> {
    const before = await shown(tag)
    const names = new Map<string, string>()
    for (const id of [...fresh, ...before.flatMap(({ data }) => data)]) {
      const record = recordOf(id)
      if (record && newsOf(record) === tag) names.set(id, record.name)
    }
    const data = [...names.keys()]
    if (data.length === 0) for (const one of before) one.close()
    else if (data.some((id) => fresh.has(id))) {
      const [title, more] = wordsFor(tag, [...names.values()], await text())
      await show(title, { ...more, tag, renotify: tag !== 'verified', data })
    }
  }

  function tellSoon(): void {
    if (busy || gathered.size === 0) return
    busy = true
    after(GATHER_TIME, () => {
      // An icon that can't say it keeps nobody from being told.
      const all = [tell(), showLeft()].map((work) => work.catch(failed))
      void Promise.all(all).then(() => {
        busy = false
        tellSoon()
      })
    })
  }

  return {
    changed(records, isNews = true) {
      for (const record of records) {
        const { id } = record
        const news = newsOf(record)
        if (told.get(id) === (news ?? undefined)) continue
        if (news) told.set(id, news)
        else told.delete(id)
        if (isNews) gathered.add(id)
      }
      tellSoon()
    },
    isBusy: () => busy,
  }
}

function newsOf(record: UploadRecord): News | null {
  if (record.phase === 'cancelling') return null
  if (isEnded(record)) return record.phase === 'cancelled' ? null : record.phase
  const { hold } = record
  // What the browser has to send, it sends all the same.
  return hold.problem === null || hold.user || hold.handedOver ? null : 'waiting'
}

/** What has gone wrong comes first, as only that needs somebody. */
const BY_WEIGHT: readonly News[] = ['disproved', 'failed', 'waiting', 'verified']

function wordsFor(
  news: News,
  [name = '', ...others]: readonly string[],
  text: NotificationText | null,
): [title: string, more: Pick<NotificationMore, 'body' | 'actions'>] {
  // Only a worker that was updated by itself has no text yet: the app's name needs no language.
  if (!text) return ['Longhaul', { body: [name, ...others].join('\n') }]
  const { buttons } = text
  const one = news === 'waiting' ? undefined : text[`${news}One`]
  const title =
    one !== undefined && others.length === 0
      ? one.replace('{name}', () => name)
      : createPlural<'other'>(text.locale)(others.length + 1, text[news])
  const actions = buttons && [
    ...(news === 'failed' ? [{ action: RETRY, title: buttons.retry }] : []),
    { action: 'open', title: buttons[news] },
  ]
  return [title, { body: text[`${news}More`], ...(actions && { actions }) }]
}
