/** The window's title and icon say how it is going, for those who look at something else. */
import { effect } from '@preact/signals'
import { format, later, text } from '../text/catalogue.ts'
import { overallOf } from '../uploads/overall.ts'
import { iconOf, PLAIN_ICON, setTabIcon, type TabIcon } from '../uploads/tab-icon.ts'
import { differingCount } from './differing.ts'
import { route } from './location.ts'
import { online, phase } from './page.ts'
import { list } from './uploads.ts'

/** Keeps title and icon; gives what ends that. */
export function followTab(): () => void {
  const stop = effect(() => {
    const icon = iconNow()
    const title = titleNow()
    const percent = typeof icon === 'number' ? format.percent(icon / 100) : null
    document.title = percent === null ? title : text.views.progress(percent, title)
    setTabIcon(icon === null ? PLAIN_ICON : iconOf(icon))
  })
  return () => {
    stop()
    document.title = text.name
    setTabIcon(PLAIN_ICON)
  }
}

function iconNow(): TabIcon | null {
  if (phase.value !== 'ready') return null
  const { size, sent } = list.run.value
  switch (overallOf(list.totals.value, online.value, differingCount.value)) {
    case 'sending':
    case 'finishing':
    case 'offline':
      return size === 0 ? 0 : Math.floor((100 * sent) / size)
    case 'needs-you':
    case 'failed':
    case 'disproved':
    case 'differs':
      return 'needs-you'
    case 'done':
      return 'done'
    default:
      return null
  }
}

function titleNow(): string {
  const view = titleOfView()
  return view === null ? text.name : text.views.title(view)
}

function titleOfView(): string | null {
  const shown = route.value
  switch (shown.view) {
    case 'home':
      return null
    case 'upload':
      // Read, so that it changes once the upload is there.
      void list.order.value
      return list.find(shown.id)?.name ?? text.views.noUpload
    case 'receipts':
      return (shown.id === null ? later.receipts : later.receipt).heading
    default:
      return text.views[shown.view]
  }
}
