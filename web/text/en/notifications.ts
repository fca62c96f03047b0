import type { NotificationText } from '../../../shared/notification-text.ts'
import type { Words } from './words.ts'

/** What notifications say while no page is seen. */
export const notifications = ({ locale }: Words): NotificationText => ({
  locale,
  verifiedOne: '{name} has arrived',
  verified: { one: '# file has arrived', other: '# files have arrived' },
  verifiedMore: 'Open Longhaul to see what was checked, and the receipt.',
  failedOne: '{name} could not be sent',
  failed: { one: '# upload failed', other: '# uploads failed' },
  failedMore: 'Open Longhaul to see why, and to try again.',
  disprovedOne: 'Do not rely on {name}',
  disproved: { one: 'Do not rely on # file', other: 'Do not rely on # files' },
  disprovedMore: 'What was sent is not the file as it is now. Open Longhaul to see what to do.',
  waiting: { one: '# upload needs you', other: '# uploads need you' },
  waitingMore: 'What has arrived is kept. Open Longhaul to go on.',
  buttons: {
    verified: 'Show the receipt',
    failed: 'Show why',
    waiting: 'Open',
    retry: 'Try again',
    disproved: 'Show why',
  },
})
