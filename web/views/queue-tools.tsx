/** What a list of uploads has once there are some: in one piece, which is loaded beside the list. */
export { BulkActions } from './bulk-actions.tsx'
export { Filter } from './filter.tsx'
export { OrderButton, OrderNote } from './order-button.tsx'
export { StartLater } from './start-later.tsx'
