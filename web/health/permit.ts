/** Whether the browser allows something; `prompt`: it was not asked yet. */
export type Permit = 'granted' | 'denied' | 'prompt' | 'unsupported'

export interface Permissions {
  readonly notifications: Permit
  /** Not to delete what is stored when the disk runs low. */
  readonly keep: Permit
}

/** Bytes. */
export interface StorageUse {
  readonly usage: number
  readonly quota: number
}
