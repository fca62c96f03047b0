import type { Words } from './words.ts'

/** What is said where an upload is shown on another device. */
export const watch = ({ format, plural }: Words) => ({
  badge: 'Watching',
  title: (percent: string, name: string) => `${percent} · ${format.name(name)} · Watching`,
  only: 'You are watching an upload of another device. Nothing can be changed from here.',
  looking: 'Looking it up…',
  gone: 'No longer there',
  goneWhy:
    'The storage has nothing of this upload: it was cancelled, cleaned up, or begun anew. If the other device still has it, ask for a new link.',
  parts: (sent: number, all: number) =>
    plural(all, {
      one: `${format.number(sent)} of # part`,
      other: `${format.number(sent)} of # parts`,
    }),
  quiet: (duration: string) =>
    `Nothing has arrived for ${duration}. It may be paused, or wait for its network or its file: the other device says which.`,
  lastPart: 'Last part arrived',
  begun: 'Begun',
  verified: 'Verified',
  looked: 'Last looked up',
  network: 'No answer: there may be no network here. This page goes on asking.',
  server: 'The server can’t say just now how it is going. This page goes on asking.',
  receipt: 'Open the receipt',
  own: 'Send files of your own',
  announceVerified: (name: string) => `${format.name(name)} verified.`,
  announceGone: (name: string) => `${format.name(name)} is no longer there.`,

  damaged: 'This link is not whole',
  damagedNext: 'Copy it once more on the device that sends the file, all of it to its end.',
  refused: 'This link is not valid',
  refusedNext:
    'It is not of this server, or was changed on its way. Ask for a new one on the device that sends the file.',
  expired: 'This link has expired',
  expiredNext: 'It was good for as long as its upload could be resumed, and no longer.',

  heading: 'Show on another device',
  what: (name: string, until: string) =>
    `Whoever opens this link sees the name, size and progress of ${format.name(name)}, and its receipt in the end, until ${until}.`,
  nothingElse:
    'The link can do nothing else: not read the file, pause, cancel or send. It can’t be taken back, so give it only to those who may see this.',
  onlyHere:
    'This page is open by an address that only this computer reaches. Open it by the computer’s address in the network to get a link for other devices.',
  link: 'Link',
  copy: 'Copy link',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying. Select the link and copy it.',
  share: 'Share…',
  shareFailed: 'The browser did not share it. Copy the link instead.',
  close: 'Close',
})
