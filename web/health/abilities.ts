/** What uploads can make use of, and not every browser has. */
export const ABILITIES = [
  'background',
  'wake',
  'handles',
  'copies',
  'awake',
  'notifications',
  'keep',
] as const
export type Ability = (typeof ABILITIES)[number]

/** Where the browser tells what it has. */
export interface Realm {
  readonly window: object
  readonly navigator: object
  readonly storage: object
}

/** Which of them there are. A person or an operator may have forbidden one all the same. */
export function abilitiesIn({ window, navigator, storage }: Realm): Record<Ability, boolean> {
  return {
    background: 'BackgroundFetchManager' in window,
    wake: 'SyncManager' in window,
    handles: 'showOpenFilePicker' in window,
    copies: 'getDirectory' in storage,
    awake: 'wakeLock' in navigator,
    notifications: 'Notification' in window,
    keep: 'persist' in storage,
  }
}

/** The same of this browser. */
export function abilitiesHere(): Record<Ability, boolean> {
  return abilitiesIn({ window, navigator, storage: navigator.storage })
}
