import type { Words } from './words.ts'

/** What is said where the system and other apps come in. */
export const system = ({ files }: Words) => ({
  install:
    'Longhaul can be installed: it then has a window of its own, takes files that you share with it or open with it, and its icon says how many are left.',
  installNow: 'Install',
  admin: 'The admin page opens in a window of its own.',
  openAdmin: 'Open',
  filesAgain:
    'The files that you opened did not come here, as the admin page was in this window. Open them once more.',
  receiving: 'Receiving what another app has shared. Large files take a while.',
  shared: (count: number, bytes: string) =>
    `Another app has shared ${files(count)} with Longhaul (${bytes}). They are sent only if you want it:`,
  send: 'Send',
  notShared:
    'What was shared did not arrive: there may be too little space on this device. Share it once more, or choose the files here.',
})
