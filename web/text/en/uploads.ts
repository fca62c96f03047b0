import type { UploadState } from '../../../shared/messages.ts'
import { refusals } from './invitation.ts'
import type { Words } from './words.ts'

const states: Readonly<Record<UploadState, string>> = {
  waiting: 'Waiting',
  uploading: 'Uploading',
  paused: 'Paused',
  finishing: 'Finishing',
  verified: 'Verified',
  failed: 'Failed',
  cancelled: 'Cancelled',
  disproved: 'Does not match',
}

/** What is said of uploads and of what may be sent. */
export const uploads = ({ files, format, plural, uploads }: Words) => ({
  states,

  fault: 'There is a fault in Longhaul. Reload the page, then try again. Uploads go on meanwhile.',

  row: {
    progress: (name: string) => `Progress of ${format.name(name)}`,
    speedOf: (speed: string, limit: string) => `${speed} of at most ${limit}`,
    arrived: (sent: string, size: string) => `${sent} of ${size}`,
    arrivedValue: (percent: string, sent: string, size: string, underWay: string | null) =>
      underWay === null
        ? `${percent}, ${sent} of ${size} arrived`
        : `${percent}, ${sent} of ${size} arrived, about ${underWay} under way`,
    underWay: (bytes: string) => `about ${bytes} under way`,
    left: (duration: string) => `${duration} left`,
    emptyFolder: 'empty folder',
    inFolder: (path: string) => `in ${format.name(path)}`,
    offline: 'No network: goes on when it returns.',
    tryingAgain: (duration: string) => `Trying again in ${duration}.`,
    tryingNow: 'Trying again now.',
    failedNext: 'Choose Retry.',
    finishing: 'All parts have arrived. The whole is being checked.',
    sizeOnly: 'Only the size was compared as a whole: see the receipt.',
    unhashed: 'Some of its parts were compared with nothing: see the receipt.',
    pause: 'Pause',
    resume: 'Resume',
    cancel: 'Cancel',
    retry: 'Retry',
    remove: 'Remove',
    receipt: 'Receipt',
    continue: 'Continue',
    chooseAgain: 'Choose again',
    of: (action: string, name: string) => `${action}: ${format.name(name)}`,
  },

  /** How safe they are. */
  safety: {
    nothing: 'Nothing has arrived yet. Your own files are only read, never changed.',
    some: (bytes: string) =>
      `${bytes} is in the storage and stays there: after an interruption only the rest is sent. A file is proved as a whole when it is verified.`,
    failed: (count: number) =>
      plural(count, {
        one: '# file failed: do not count on it before it is verified.',
        other: '# files failed: do not count on them before they are verified.',
      }),
    done: 'The storage has every file as a whole, and its checksums equal those that this browser computed. The receipts prove it.',
    unproved: (count: number) =>
      `The storage has every file as a whole, but ${files(count)} could not be compared in full: the receipts say what was.`,
  },

  again: {
    continueAll: (count: number) => `Continue ${uploads(count)}`,
    continueWhy: (count: number) =>
      `The browser wants your permission to read ${files(count)} again.`,
    gone: (count: number) =>
      plural(count, {
        one: '# upload needs its file again. Drop or choose the file or its folder once more, and it goes on where it stopped.',
        other:
          '# uploads need their files again. Drop or choose the files or their folder once more, and they go on where they stopped.',
      }),
    refused: 'The browser did not give permission. Choose Continue to be asked again.',
    differs: (name: string, what: string) =>
      `This is not the file that was added as ${format.name(name)}: ${what}.`,
    differentName: (chosen: string) => `its name is ${format.name(chosen)}`,
    differentSize: (chosen: string, expected: string) => `it has ${chosen} instead of ${expected}`,
    differentDate: 'it was changed since',
  },

  lost: {
    goesOn: (count: number) =>
      plural(count, {
        one: 'The browser has deleted Longhaul’s records. This page still has the file of # upload and goes on with it.',
        other:
          'The browser has deleted Longhaul’s records. This page still has the files of # uploads and goes on with them.',
      }),
    addAgain: (count: number) =>
      plural(count, {
        one: 'The browser has deleted Longhaul’s records of # upload. Add the file again, and it goes on where it stopped:',
        other:
          'The browser has deleted Longhaul’s records of # uploads. Add the files again, and they go on where they stopped:',
      }),
  },

  confirm: {
    heading: (count: number) => `Cancel ${uploads(count)}?`,
    one: (name: string, sent: string) =>
      `${sent} of ${format.name(name)} has arrived. Cancelling deletes it from the storage; your own file stays.`,
    many: (sent: string) =>
      `${sent} has arrived. Cancelling deletes it from the storage; your own files stay.`,
    yes: (count: number) => `Cancel ${uploads(count)}`,
    no: 'Go on uploading',
  },

  announce: {
    added: (count: number) => `${files(count)} added.`,
    verified: (count: number) => `${files(count)} verified.`,
    verifiedOne: (name: string) => `${format.name(name)} verified.`,
    failed: (count: number) => `${uploads(count)} failed.`,
    failedOne: (name: string) => `${format.name(name)} failed.`,
    held: (count: number) =>
      plural(count, { one: '# upload needs you.', other: '# uploads need you.' }),
    /** @param what happened to it, a sentence */
    heldOne: (name: string, what: string) => `${format.name(name)} needs you. ${what}`,
  },

  watchLink: {
    show: 'Show on another device',
    tooOld: 'This upload was begun too long ago to be shown on another device.',
    failed: 'No link could be made, as the server did not give one. Try again in a moment.',
  },

  invitation: {
    refusals,
    signIn: 'Sign in',
    closed: 'No files can be added at the moment.',
    left: (count: number | null, bytes: number | null): string | null => {
      const parts = [
        ...(count === null ? [] : [files(count)]),
        ...(bytes === null ? [] : [format.bytes(bytes)]),
      ]
      return parts.length === 0 ? null : `You may send ${format.list(parts)} more.`
    },
    full: 'All that may be sent by this link has been. What was begun goes on. Ask whoever gave it to you if you need to send more.',
    until: (time: string) => `This link may be used until ${time}.`,
  },
})
