import '../style/watch.css'
import { useEffect } from 'preact/hooks'
import type { UploadStatus } from '../../shared/upload-status.ts'
import { dialog } from '../state/dialogs.ts'
import { sight, watch as look } from '../state/watch.ts'
import { format, later, text } from '../text/catalogue.ts'
import { iconOf, PLAIN_ICON, setTabIcon, type TabIcon } from '../uploads/tab-icon.ts'
import { fullName } from '../uploads/order.ts'
import { readWatchFragment, type WatchLink } from '../watch/link.ts'
import { Banner } from './banner.tsx'
import { Dialogs } from './dialogs.tsx'
import { Disproved } from './disproved.tsx'
import { Header } from './header.tsx'
import { ProgressBar } from './progress-bar.tsx'

/** Seconds without anything new after which it is said: a large part may take minutes. */
const QUIET = 5 * 60

/** An upload of another device, in place of the app. @param fragment the address's, from its `#` */
export function WatchPage({ fragment }: { fragment: string }) {
  const link = readWatchFragment(fragment)
  return (
    <>
      <Header badge={later.watch.badge} />
      <main class="page">
        {link ? <Watched key={fragment} link={link} /> : <Useless why="damaged" />}
        <p>
          <a href="#">{later.watch.own}</a>
        </p>
      </main>
      <Dialogs />
    </>
  )
}

function Watched({ link }: { link: WatchLink }) {
  useEffect(() => look(link), [link.id, link.token])
  const { status, problem, seenAt } = sight.value
  if (problem === 'expired' || problem === 'refused') return <Useless why={problem} />
  return (
    <>
      <p class="watching">{later.watch.only}</p>
      {problem !== null && <Banner tone="warning">{later.watch[problem]}</Banner>}
      {status ? (
        <Upload status={status} seenAt={seenAt} />
      ) : (
        problem === null && <p class="starting">{later.watch.looking}</p>
      )}
      <div class="visually-hidden" role="status">
        {status && endOf(status)}
      </div>
    </>
  )
}

/** In place of an upload, where the link leads to none. */
function Useless({ why }: { why: 'damaged' | 'expired' | 'refused' }) {
  return (
    <section class="card" role="alert">
      <h2>{later.watch[why]}</h2>
      <p>{later.watch[`${why}Next`]}</p>
    </section>
  )
}

type Shown = 'uploading' | 'finishing' | 'verified' | 'disproved' | 'gone'

/** In the app's own words: verified is only what has a receipt. */
function shownOf({ state, receipt, parts, partCount }: UploadStatus): Shown {
  if (state === 'gone') return 'gone'
  if (receipt) return receipt.disproved ? 'disproved' : 'verified'
  return state === 'completed' || parts >= partCount ? 'finishing' : 'uploading'
}

function endOf(status: UploadStatus): string {
  const shown = shownOf(status)
  if (shown === 'verified') return later.watch.announceVerified(status.name)
  return shown === 'gone' ? later.watch.announceGone(status.name) : ''
}

function Upload({ status, seenAt }: { status: UploadStatus; seenAt: number }) {
  const { size, sent, receipt } = status
  const shown = shownOf(status)
  const name = fullName(status)
  useTab(status, shown)
  return (
    <section class="card watched" data-testid="watched" data-state={shown}>
      <h2 title={name}>
        <bdi>{status.name}</bdi>
      </h2>
      {status.path !== '' && <p class="path">{later.row.inFolder(status.path)}</p>}
      <p class={`state ${shown}`}>
        <span data-testid="state">{shown === 'gone' ? later.watch.gone : later.states[shown]}</span>
      </p>
      {shown !== 'gone' && (
        <>
          <ProgressBar
            label={later.row.progress(name)}
            size={size}
            sent={sent}
            inFlight={0}
            done={shown === 'verified'}
          />
          <p class="facts">
            {factsOf(status, shown).map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
          </p>
        </>
      )}
      <Note status={status} shown={shown} />
      <Times status={status} shown={shown} seenAt={seenAt} />
      {receipt && (
        <div class="actions">
          <button
            type="button"
            class="button primary"
            onClick={() => (dialog.value = { type: 'receipt', receipt })}
          >
            {later.watch.receipt}
          </button>
        </div>
      )}
    </section>
  )
}

/** Of no bytes there is nothing to come, so they are there once the whole is. */
function shareOf({ size, sent }: UploadStatus, shown: Shown): number {
  return size === 0 ? Number(shown === 'verified') : sent / size
}

function factsOf(status: UploadStatus, shown: Shown): string[] {
  const { size, sent, parts, partCount } = status
  if (shown === 'verified' || shown === 'disproved') return [format.bytes(size)]
  return [
    format.percent(shareOf(status, shown)),
    later.row.arrived(format.bytes(sent), format.bytes(size)),
    later.watch.parts(parts, partCount),
  ]
}

function Note({ status, shown }: { status: UploadStatus; shown: Shown }) {
  const { unchangedForSeconds, receipt } = status
  if (shown === 'gone') return <p class="note">{later.watch.goneWhy}</p>
  if (receipt) {
    if (receipt.disproved) return <Disproved isOwn={false} />
    return receipt.checksum.proof === 'size-only' && <p class="note">{later.row.sizeOnly}</p>
  }
  if (unchangedForSeconds >= QUIET) {
    return <p class="note">{later.watch.quiet(format.duration(unchangedForSeconds))}</p>
  }
  return shown === 'finishing' && <p class="note">{later.row.finishing}</p>
}

interface TimesProps {
  status: UploadStatus
  shown: Shown
  seenAt: number
}

/** By this device's clock, whatever the server's says. */
function Times({ status, shown, seenAt }: TimesProps) {
  const changedAt = seenAt - status.unchangedForSeconds * 1000
  const changed =
    shown === 'verified'
      ? later.watch.verified
      : shown === 'disproved'
        ? later.receipt.completed
        : status.parts > 0
          ? later.watch.lastPart
          : later.watch.begun
  return (
    <dl class="times">
      {shown !== 'gone' && <Time label={changed} at={changedAt} />}
      <Time label={later.watch.looked} at={seenAt} />
    </dl>
  )
}

function Time({ label, at }: { label: string; at: number }) {
  const iso = new Date(at).toISOString()
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <time dateTime={iso}>{format.localTime(iso)}</time>
      </dd>
    </div>
  )
}

/** So that the tab tells how far it is, in words and by its icon. */
function useTab(status: UploadStatus, shown: Shown): void {
  const word = shown === 'gone' ? later.watch.gone : later.states[shown]
  const first = shown === 'uploading' ? format.percent(shareOf(status, shown)) : word
  const title = later.watch.title(first, status.name)
  useEffect(() => {
    document.title = title
    return () => {
      document.title = text.name
    }
  }, [title])
  const icon = iconOf(tabIconOf(status, shown))
  useEffect(() => {
    setTabIcon(icon)
    return () => setTabIcon(PLAIN_ICON)
  }, [icon])
}

function tabIconOf(status: UploadStatus, shown: Shown): TabIcon {
  if (shown === 'verified') return 'done'
  if (shown === 'disproved' || shown === 'gone') return 'needs-you'
  return Math.floor(100 * shareOf(status, shown))
}
