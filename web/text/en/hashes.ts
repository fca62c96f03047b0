import type { HashKind } from '../../../shared/hashes.ts'
import { hashNames } from '../hash-names.ts'
import type { Words } from './words.ts'

/** What is said of hashes of whole files and of acquisition hashes. */
export const hashes = ({ format, files, plural }: Words) => ({
  heading: 'Hashes of the whole file',
  byBrowser: 'Computed from the file by the browser that sent it. No server has read its bytes.',
  /** @param share of the file that is read, as a percentage */
  reading: (share: string) => `Being computed: ${share}`,
  /** @param share as of `reading` */
  held: (share: string) =>
    `Computed to ${share}. It goes on when files are no longer sent as fast as now, so as not to slow them down.`,
  waiting: 'Waits for its turn to be computed.',
  file: 'Waits for the file. Allow it to be read, or choose it again.',
  changed:
    'Not computed: the file was changed after it was added. Add it once more as it is now, if it is what you want to send.',
  doubt: 'What was read of the file is not what was sent.',
  again: 'A disk may misread once: so the file is read once more before it is called another one.',
  doubtOf: (name: string) =>
    `What was read of ${format.name(name)} is not what was sent. Open its upload and give the file again, so that it can be read once more.`,
  refused:
    'Computed, but the server takes it into the receipt no more. Note it down if you need it.',
  another: 'What was sent is not this file as it is now.',
  anotherWhy:
    'It was changed while it was sent or afterwards, and its size and date were kept. Parts of what arrived may be of two versions: do not rely on it.',
  anotherNext: 'Add the file once more as it should be, and tell whoever has the receipt.',
  anotherAsk: 'Ask whoever sent the file to send it once more as it should be.',
  anotherNote: 'Do not rely on it: what was sent is not this file as it is now.',
  anotherHeading: (count: number) => `Do not rely on ${files(count)}`,
  anotherSafety: (count: number) =>
    plural(count, {
      one: 'What was sent of # file is not that file as it is now. Open its upload to see what to do.',
      other:
        'What was sent of # files is not those files as they are now. Open their uploads to see what to do.',
    }),
  anotherOf: (name: string) =>
    `What was sent of ${format.name(name)} is not this file as it is now: do not rely on it. Open the upload to see what to do.`,
  soon: 'Stands in the receipt once the file is verified.',
  none: 'Not computed.',
  closing: (count: number) =>
    `Everything is sent. The hashes of ${files(count)} are still being computed. Keep this page open for that, or it goes on when you open it again.`,
  compute: 'Compute now',
  allow: 'Allow and go on',
  choose: 'Choose the file',
  otherFile:
    'This is not the file that was added: its size or its date is another one. Choose the one that you added.',

  /** What was entered is this. */
  entered: (kind: HashKind) => `${hashNames[kind]}, as it was entered`,
  matches: 'Matches: the file has this hash.',
  differs: 'Does not match: the file has another hash.',
  pending: 'Being computed: it is compared when it is known.',
  notCompared: 'Not compared: the file’s own hash was not computed.',
  alarm: 'The file does not match its acquisition hash',
  alarmWhat: (kind: HashKind, found: string) =>
    `Its ${hashNames[kind]} is ${format.name(found)}, and another one was entered. What you have, and what was sent, stays as it is.`,
  alarmNote: 'Its hash is not the acquisition hash that was entered.',
  differHeading: (count: number) => `Check the hash of ${files(count)}`,
  alarmCount: (count: number) =>
    plural(count, {
      one: '# file does not match its acquisition hash. Open its upload to see what to do.',
      other: '# files do not match their acquisition hashes. Open their uploads to see what to do.',
    }),
  alarmNext: [
    'Compare what was entered with your record of the acquisition: a digit may be wrong there.',
    'If it is right, this is another file, or it was changed after it was acquired. Keep it, compute the hash of the original once more, and tell whoever is responsible before you go on.',
  ],
})
