/** What the admin page says of links, in English. */
import { words } from '../../../text/en/words.ts'

const { files, format } = words

export const links = {
  what: 'Links by which people send files here, the newest first.',
  none: 'No link was made yet.',
  noneNext: 'Make one, and give it to whoever should send you files.',
  off: 'This server takes no links (AUTH is not links). Those below let nobody in.',
  make: 'Make a link',
  label: 'Name',
  labelHint: 'Only for you: Ann, rough cut',
  note: 'Note',
  noteHint: 'Shown to whoever opens the link',
  prefix: 'Folder in the bucket',
  prefixHint: 'What the keys begin with: for-ann/',
  expires: 'Works for',
  days: (count: number) => format.duration(count * 86_400),
  maxFiles: 'Files at most',
  maxBytes: 'GB in all at most',
  maxFileSize: 'GB a file at most',
  noLimit: 'No limit',
  count: 'Enter a whole number from 1 on, or nothing for no limit.',
  amount: 'Enter a number from 0.001 on, such as 1.5, or nothing for no limit.',
  grouped:
    'This may be read as thousands or as a fraction. Enter thousands without a separator (1234), and a fraction with one more digit (1.2340).',
  notify: 'Told by mail',
  notifyHint: 'ann@example.com',
  notifyWhy:
    'Hears what became of each file, if the server sends mails. Who has the link can read it.',
  admin: 'Its holder is an admin: may see this page, and make and take back links',
  submit: 'Make the link',
  wrong: (field: string) => `The server did not take this: ${field}.`,
  fields: {
    prefix: 'the folder may not begin with “/”, nor have “//”, “..” or “\\” in it',
    note: 'the note is too long',
    label: 'the name is too long',
    notify: 'who is told by mail must be one e-mail address',
    maxFiles: 'files at most must be a whole number',
    maxBytes: 'the bytes in all are too many',
    maxFileSize: 'a file may have at most 48.8 TiB',
    expiresInSeconds: 'a link works for 366 days at most',
  },
  madeHeading: 'The link is made',
  made: 'Copy it now: it is not kept anywhere, and can’t be shown again. Whoever has it may use it.',
  madeAdmin:
    'Copy it now: it is not kept anywhere, and can’t be shown again. Whoever has it is an admin.',
  link: 'Link',
  unnamed: 'Without a name',
  isAdmin: 'Admin',
  active: 'Works',
  expired: 'Expired',
  revoked: 'Taken back',
  full: 'Used up',
  until: (time: string) => `until ${time}`,
  since: (time: string) => `Made ${time}`,
  goesTo: (prefix: string) => `into ${prefix}`,
  used: (count: number, most: number | null, bytes: string, mostBytes: string | null) =>
    `${most === null ? files(count) : `${format.number(count)} of ${files(most)}`}, ${
      mostBytes === null ? bytes : `${bytes} of ${mostBytes}`
    }`,
  aFile: (bytes: string) => `${bytes} a file at most`,
  notCounted: 'No limits, so not counted',
  receipts: 'Its receipts',
  receiptsOf: (name: string) => `Its receipts: ${name}`,
  revoke: 'Take back…',
  revokeOf: (name: string) => `Take back ${name}`,
  confirm: (name: string) => `Take back “${name}”?`,
  confirmWhy:
    'Within ten seconds no server takes anything by it any more, and what was begun by it can’t be completed. That can’t be undone. What was verified stays.',
  confirmOwn: 'You are signed in by this very link: you lose this page.',
  yes: 'Take it back',
  no: 'Keep it',
  done: (name: string) => `“${name}” was taken back.`,
}
