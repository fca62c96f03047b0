/**
 * What a person sees first, in English. A translation is another module of the same shape; what is
 * needed later stands in `en-later.ts`.
 */
import type { UploadState } from '../../shared/messages.ts'
import { home } from './en/home.ts'
import { refusals } from './en/invitation.ts'
import { problems } from './en/problems.ts'
import { views } from './en/views.ts'
import { files, format, plural, uploads } from './en/words.ts'

export { format } from './en/words.ts'

const states: Record<UploadState, string> = {
  waiting: 'Waiting',
  uploading: 'Uploading',
  paused: 'Paused',
  finishing: 'Finishing',
  verified: 'Verified',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

export const text = {
  bandwidth: 'Speed limit',
  name: 'Longhaul',
  home,
  problems,
  views,
  states,

  start: {
    starting: 'Starting…',
    failed: 'Longhaul could not start',
    failedNext:
      'The part that sends files in the background could not be loaded. Check the connection and try again.',
    blocked:
      'If it stays so, the browser may forbid background work for this site: check its settings for cookies and site data.',
    tryAgain: 'Try again',
    outdated: 'This page is older than your uploads',
    outdatedWhy:
      'This browser’s uploads were written by a newer version of Longhaul. This version has left them as they are: nothing was changed.',
    outdatedNext:
      'Reload this page to get the newer version. If this message stays, ask whoever runs this service.',
    reload: 'Reload',
    unsupported: 'This browser window can’t run Longhaul',
    unsupportedWhy:
      'Longhaul sends files with a service worker, and this window has none. Private windows of Firefox and some embedded browsers switch it off.',
    unsupportedNext: 'Open this address in a normal window of Chrome, Edge, Firefox or Safari.',
    insecure: 'This address is not secure enough',
    insecureWhy:
      'Browsers allow service workers, which send the files, only on https:// addresses and on the computer itself.',
    insecureNext:
      'Open this page by its https:// address, or as http://localhost on the computer that runs it.',
  },

  invitation: {
    refusals,
    left: (count: number | null, bytes: number | null): string | null => {
      const parts = [
        ...(count === null ? [] : [files(count)]),
        ...(bytes === null ? [] : [format.bytes(bytes)]),
      ]
      return parts.length === 0 ? null : `You may send ${format.list(parts)} more.`
    },
    full: 'All that may be sent by this link has been. What was begun goes on. Ask whoever gave it to you if you need to send more.',
    until: (time: string) => `It may be used until ${time}.`,
  },

  drop: {
    heading: 'Add files',
    invitation: 'Drop or paste files and folders anywhere',
    chooseFiles: 'Choose files',
    chooseFolder: 'Choose a folder',
  },

  add: {
    adding: (count: number) => `Adding files: ${files(count)} so far…`,
    nothing: 'There were no files in what you chose.',
    unreadable: (count: number) =>
      plural(count, {
        one: '# file could not be read and was left out:',
        other: '# files could not be read and were left out:',
      }),
    tooLarge: (name: string) => `${format.name(name)} (larger than any object can be, 48.8 TiB)`,
    more: (count: number) => `and ${format.number(count)} more`,
    given: (count: number) =>
      plural(count, {
        one: '# upload got its file back and goes on',
        other: '# uploads got their files back and go on',
      }),
    full: 'The browser’s own storage is full or does not work. Free some disk space, then add the files again.',
    stopped: 'The rest could not be read. Add it again.',
  },

  queue: {
    heading: 'Uploads',
    empty:
      'None yet. When a file has arrived, its checksum is compared with yours and you get a receipt.',
    pauseAll: 'Pause all',
    resumeAll: 'Resume all',
    cancelAll: 'Cancel all',
    retryFailed: 'Retry failed',
    removeFinished: 'Remove finished',
    allActions: 'For all uploads',
    progress: 'Progress of all uploads',
  },

  closing: {
    goesOn:
      'You may close this page: the browser then sends the rest by itself. Before you quit the browser or shut down the computer, choose Finish in the background.',
    goesOnPartly: (room: string) =>
      `You may close this page: the browser then sends about ${room} more by itself, for which it has room. What is left after that goes on at your next visit.`,
    goesOnSome: (some: number, all: number) =>
      `You may close this page: the browser then sends ${format.number(some)} of ${uploads(all)} by itself. The others are begun at your next visit. Before you quit the browser or shut down the computer, choose Finish in the background.`,
    othersPause: 'Other uploads pause when this page closes, and go on at your next visit.',
    spent:
      'This page has handed over once already, and the browser allows no more. Reload it, and uploads go on again when it closes; until then they pause.',
    reload: 'Reload',
    pauses:
      'Keep this page open until everything is verified. If it closes, uploads pause and nothing that has arrived is lost: they go on at your next visit.',
    pausesHere:
      'Keep this page open until everything is verified: this browser sends only while it is open. If it closes, uploads pause and nothing that has arrived is lost: they go on at your next visit.',
  },

  background: {
    finish: 'Finish in the background',
    handingOver: 'Handing over to the browser. Please wait before you quit it…',
    handedOver: (count: number) =>
      `The browser sends ${uploads(count)} by itself now, also when this page is closed. You may quit it: it goes on when it is started again.`,
    title: (count: number) => `Sending ${uploads(count)}`,
    leftOut: (size: string) =>
      `The browser has no room for ${size} of it. That goes on in this page, or at your next visit.`,
    none: 'There is nothing to hand over at the moment. Try again in a few seconds.',
    refused:
      'The browser did not take it: it may lack room, or have taken uploads of this page before. The uploads go on in this page; keep it open.',
    sending: 'The browser sends it in the background.',
    pausedHere:
      'Paused in this page. What the browser was handed it goes on sending, and only Cancel stops that.',
  },

  row: {
    progress: (name: string) => `Progress of ${format.name(name)}`,
    arrived: (sent: string, size: string) => `${sent} of ${size}`,
    arrivedValue: (percent: string, sent: string, size: string, underWay: string | null) =>
      underWay === null
        ? `${percent}, ${sent} of ${size} arrived`
        : `${percent}, ${sent} of ${size} arrived, about ${underWay} under way`,
    underWay: (bytes: string) => `about ${bytes} under way`,
    left: (duration: string) => `${duration} left`,
    inFolder: (path: string) => `in ${format.name(path)}`,
    offline: 'No network: goes on when it returns.',
    tryingAgain: (duration: string) => `Trying again in ${duration}.`,
    tryingNow: 'Trying again now.',
    failedNext: 'Choose Retry.',
    finishing: 'All parts have arrived. The whole is being checked.',
    sizeOnly: 'Only the size was compared as a whole: see the receipt.',
    pause: 'Pause',
    resume: 'Resume',
    cancel: 'Cancel',
    retry: 'Retry',
    remove: 'Remove',
    receipt: 'Receipt',
    continue: 'Continue',
    chooseAgain: 'Choose the file again',
    of: (action: string, name: string) => `${action}: ${format.name(name)}`,
  },

  watchLink: {
    show: 'Show on another device',
    tooOld: 'This upload was begun too long ago to be shown on another device.',
    failed: 'No link could be made, as the server did not give one. Try again in a moment.',
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
        one: 'The browser has deleted Longhaul’s record of # upload. Add the file again, and it goes on where it stopped:',
        other:
          'The browser has deleted Longhaul’s records of # uploads. Add the files again, and they go on where they stopped:',
      }),
  },

  confirm: {
    heading: (count: number) => `Cancel ${uploads(count)}?`,
    one: (name: string, sent: string) =>
      `${sent} of ${format.name(name)} have arrived. Cancelling deletes them from the storage; your own file stays.`,
    many: (sent: string) =>
      `${sent} have arrived. Cancelling deletes them from the storage; your own files stay.`,
    yes: (count: number) => `Cancel ${uploads(count)}`,
    no: 'Go on uploading',
  },

  receipt: {
    /** @param size rounded, in people's units */
    sizeValue: (size: string, bytes: number) =>
      `${size} (${plural(bytes, { one: '# byte', other: '# bytes' })})`,
    missing: 'The receipt could not be read. Reload this page and try again.',
  },

  banner: {
    offline: 'No network. Uploads go on by themselves when it returns.',
    silent: 'The background part that sends files does not answer. Reload this page.',
    reload: 'Reload',
    update: 'A new version is ready.',
    updateWhy: 'Uploads that are under way go on by themselves after the update.',
    updateNow: 'Update now',
    later: 'Later',
    dismiss: 'Dismiss',
    noAnswer:
      'The background part that sends files did not answer. Try again, or reload this page.',
    failed: (what: string) => `That did not work. ${what}`,
  },

  announce: {
    added: (count: number) => `${files(count)} added.`,
    verified: (count: number) => `${files(count)} verified.`,
    verifiedOne: (name: string) => `${format.name(name)} verified.`,
    failed: (count: number) => `${uploads(count)} failed.`,
    failedOne: (name: string) => `${format.name(name)} failed.`,
  },
}

export type Text = typeof text
