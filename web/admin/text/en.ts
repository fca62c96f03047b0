/** All text of the admin page, in English. A translation is another module of the same shape. */
import type { Level } from '../../../shared/doctor.ts'
import { words } from '../../text/en/words.ts'
import { links } from './links/en.ts'
import { createMoney } from './money.ts'

const { files, locale, parts: countedParts, plural, uploads } = words
export const { format } = words
/** The doctor's own words are English. */
export const findings = null
const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
const receipts = (count: number) => plural(count, { one: '# receipt', other: '# receipts' })

const levels: Record<Level, string> = { ok: 'Works', warning: 'Could be better', failure: 'Fails' }

export const text = {
  name: 'Longhaul',
  title: (view: string) => `${view} · Longhaul administration`,
  linkOf: (id: string) => `link ${id}`,
  linkNamed: (name: string) => `link “${format.name(name)}”`,
  accountOf: (hash: string) => `account ${hash}`,
  badge: 'Administration',
  navigation: 'Administration',
  refresh: 'Refresh',
  toUploads: 'Send files',
  signOut: 'Sign out',
  when: (iso: string) => when.format(new Date(iso)),
  day: (iso: string) => day.format(new Date(iso)),
  ago: (seconds: number) => (seconds < 60 ? 'just now' : `${format.duration(seconds)} ago`),
  loading: 'Loading…',
  more: 'Show more',
  tryAgain: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying. Select the text and copy it.',
  views: {
    uploads: 'Uploads',
    receipts: 'Receipts',
    links: 'Links',
    totals: 'Totals and cost',
    health: 'Health',
  },

  problems: {
    network: 'The server can’t be reached. Check the network, then try again.',
    timeout: 'The store took too long. Try again.',
    slow_down: 'There are too many requests just now. Wait a moment, then try again.',
    store_denied: 'The store refused. Open Health: it names the permission that the server lacks.',
    store: 'The store can’t be reached, or failed. Open Health to see why, then try again.',
    bad_answer:
      'The answer is of another version of Longhaul. Reload this page; if this stays, look into the server’s log.',
    bad_request: 'The server did not take that.',
    not_found: 'That is no longer there.',
    unknown: 'That did not work. Try again; the server’s log says more.',
  },

  signIn: {
    asking: 'Signing in…',
    heading: 'Sign in',
    link_required: 'This page is for admins. Open it by an admin link.',
    link_invalid: 'This link is not valid: it is not of this server, or it is not whole.',
    link_expired: 'This link has expired. Make another one.',
    link_revoked: 'This link was taken back. Make another one.',
    sign_in_required: 'You are not signed in, or not any more. Reload this page to sign in.',
    notAdmin: 'You are signed in, but not as an admin.',
    open: 'Here everybody may upload, so nobody is known as an admin.',
    unreachable: 'The server does not say who you are. Check the network, then try again.',
    makeOne: 'On the server, make an admin link by this command, and open what it prints:',
    orAccount:
      'With accounts (AUTH=jwt) admins are those whom JWT_ADMIN names: a claim and its value.',
    openNext:
      'Set AUTH=links or AUTH=jwt. With AUTH=open only this machine itself is an admin, and only where HOST and PUBLIC_ORIGIN let nobody else in.',
    paste: 'Admin link',
    pasteHint: 'It stays in this tab, and is forgotten when the tab closes.',
    submit: 'Sign in',
    notWhole: 'That is no whole link. Copy all of it, to its end.',
  },

  uploads: {
    what: 'What the bucket has of files that are not complete.',
    show: 'Show',
    all: 'All',
    abandonedOnly: 'Abandoned only',
    empty: 'Nothing is on its way.',
    emptyNext: 'Uploads appear here from when they are begun until they are complete.',
    noneAbandoned: 'None of these is abandoned.',
    begun: (ago: string) => `Begun ${ago}`,
    unknownAge: 'The store does not say when it was begun',
    running: 'In progress',
    resumable: (until: string) => `may be resumed until ${until}`,
    abandoned: 'Abandoned',
    abandonedWhy: (time: string) => `older than ${time}, and nothing arrived for a day`,
    of: (bytes: string) => `a file of ${bytes}`,
    lookUp: 'Show what arrived',
    arrived: (parts: number, bytes: string) => `${countedParts(parts)}, ${bytes}`,
    nothingArrived: 'Nothing has arrived',
    lastPart: (ago: string) => `last part ${ago}`,
    select: (name: string) => `Select ${name}`,
    selected: (count: number) => `${uploads(count)} selected`,
    selectAbandoned: 'Select all abandoned',
    selectNone: 'Select none',
    abort: 'Abort…',
    abortOne: (name: string) => `Abort ${name}`,
    abortSelected: (count: number) => `Abort ${uploads(count)}…`,
    confirm: (count: number) => `Abort ${uploads(count)}?`,
    confirmWhy:
      'What has arrived of them is deleted from the bucket, which can’t be undone. Whoever still sends one must begin anew; their own file stays.',
    confirmRunning: (count: number) =>
      count === 1
        ? 'One of them is not abandoned: somebody may be sending it just now.'
        : `${format.number(count)} of them are not abandoned: somebody may be sending them just now.`,
    yes: (count: number) => `Abort ${uploads(count)}`,
    no: 'Keep',
    aborted: (count: number) => `${uploads(count)} aborted.`,
    completed: (count: number) =>
      plural(count, {
        one: '# upload had been completed: its file stays.',
        other: '# uploads had been completed: their files stay.',
      }),
    failed: (count: number) => `${uploads(count)} could not be aborted. Try again.`,
  },

  receipts: {
    what: 'What arrived and was verified, the newest first.',
    disproved: 'Does not match',
    differs: 'Acquisition hash does not match',
    search: 'Search',
    words: 'Name or key',
    wordsHint: 'All of these words',
    person: 'Link or account',
    personHint: 'A link’s id, or an account’s sub',
    from: 'From (UTC)',
    to: 'To (UTC)',
    submit: 'Search',
    clear: 'Clear',
    empty: 'Nothing has arrived yet.',
    emptyNext: 'Each file that is verified appears here at once.',
    none: 'No receipt is like that.',
    noneNext: 'Look for fewer words, or for more days.',
    searching: (day: string) => `Searching, back to ${day} so far…`,
    stop: 'Stop',
    stopped: (day: string) => `Searched back to ${day}.`,
    goOn: 'Search further back',
    receipt: 'Receipt',
    open: (name: string) => `Receipt of ${name}`,
    save: 'Save as JSON',
    verify: 'To check a file against it, offline:',
    keys: 'The keys that signed it',
    older: 'Receipts from before this list was kept may be missing in it.',
    olderWhy: 'Each one is read once. You may close this page: what was added stays.',
    olderStart: 'Look for them',
    olderRunning: (looked: number) => `${receipts(looked)} looked at so far…`,
    olderDone: (added: number) => (added === 0 ? 'None was missing.' : `${receipts(added)} added.`),
  },

  links,

  totals: {
    what: 'As far as the bucket knows: days in UTC, the last 30.',
    counting: 'Counting older days…',
    arrived: 'Arrived',
    all: (count: number) => `${files(count)} of all time`,
    recent: 'Last 30 days',
    recentFiles: (count: number) => files(count),
    failed: 'Came to nothing',
    failedWhy: 'Cancelled, cleared away or not matching, of the last 30 days',
    share: (percent: string) => `${percent} of those that ended were verified`,
    bytesChart: 'Bytes that arrived each day',
    filesChart: 'Files each day',
    verified: 'Verified',
    notVerified: 'Came to nothing',
    most: (value: string) => `${value} at most`,
    table: 'The same as a table',
    columns: ['Day', 'Verified', 'Bytes', 'Came to nothing'],
    empty: 'Nothing has arrived in the last 30 days.',
    cost: 'Estimated cost',
    costStorage: 'Storage, a month',
    costStorageWhy: (bytes: string) => `for all ${bytes} that arrived, as if nothing were deleted`,
    costRequests: 'Requests, 30 days',
    costRequestsWhy: (count: string) => `about ${count} requests of uploads`,
    costTransfer: 'Transfer in, 30 days',
    costTransferWhy: (bytes: string) => `${bytes} that arrived`,
    noPrices: 'No prices are set, so there is no estimate.',
    noPricesNext: 'Give the server your prices in the setting PRICES, for example:',
    money: createMoney(locale, (sign) => format.name(sign)),
  },

  health: {
    what: 'Tries all that the server needs of its bucket, on scratch keys that are removed again.',
    start: 'Examine now',
    again: 'Examine again',
    running: 'Examining: this takes some seconds…',
    levels,
    well: 'All is well',
    working: (warnings: number) =>
      plural(warnings, { one: 'Uploads work, # warning', other: 'Uploads work, # warnings' }),
    broken: (problems: number) =>
      plural(problems, {
        one: 'Uploads can’t work: # problem',
        other: 'Uploads can’t work: # problems',
      }),
    brokenNext: 'Mend the first one first: others may follow from it.',
    at: (time: string) => `Examined ${time}`,
    change: 'What to change',
    works: (count: number) => `${format.number(count)} checks that are well`,
    setup:
      'CORS and lifecycle rules can be set by this command, which first shows what it would change:',
  },
}

export type Text = typeof text
