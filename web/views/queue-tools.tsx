/** What a list of uploads has once there are some: in one piece, which is loaded beside the list. */
import './undo-key.ts'
export { BulkActions } from './bulk-actions.tsx'
export { Filter } from './filter.tsx'
export { HashAlarm } from './hash-alarm.tsx'
export { OrderButton } from './order-button.tsx'
export { RowNotes } from './row-notes.tsx'
export { StartLater } from './start-later.tsx'
