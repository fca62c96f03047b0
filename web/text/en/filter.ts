import type { Group } from '../../uploads/filter.ts'
import type { Words } from './words.ts'

const groups: Readonly<Record<Group | 'all', string>> = {
  all: 'All',
  running: 'Running',
  waiting: 'Waiting',
  'needs-you': 'Needs you',
  paused: 'Paused',
  failed: 'Failed',
  done: 'Done',
  cancelled: 'Cancelled',
}

export const filter = ({ format, uploads }: Words) => ({
  label: 'Find uploads',
  search: 'Search by name or folder',
  states: 'Show only',
  groups,
  shown: (count: number, all: number) =>
    count === 0
      ? `None of ${uploads(all)} fits.`
      : `${format.number(count)} of ${uploads(all)} shown`,
  actions: (count: number) => `For the ${uploads(count)} shown`,
  forSome: (action: string, count: number) => `${action} (${format.number(count)})`,
  showAll: 'Show all',
  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  cancelAll: 'Cancel all',
  retryFailed: 'Retry failed',
  removeFinished: 'Remove finished',
  allActions: 'For all uploads',
})
