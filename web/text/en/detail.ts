/** What is said of one upload from near; loaded with its view alone. */
import type { Note, UploadDetail } from '../../../shared/upload-detail.ts'
import type { PartState } from '../../uploads/part-map.ts'
import type { Words } from './words.ts'

type Host = UploadDetail['hosts'][number]

const states: Record<PartState, string> = {
  waiting: 'Waiting',
  elsewhere: 'With the browser',
  reading: 'Read and ready',
  sending: 'On its way',
  arrived: 'Arrived',
  verified: 'Verified',
}

const notes: Record<Exclude<Note['type'], 'failed'>, string> = {
  created: 'The server made room for it.',
  listed: 'The storage said which parts it has.',
  completed: 'All is there, and was verified.',
  pause: 'Paused.',
  resume: 'Resumed.',
  retry: 'Tried again from the beginning.',
  given: 'The file can be read.',
  elsewhere: 'The browser took parts to send by itself.',
  'taken-back': 'This page took over from the browser.',
  disprove: 'What was sent is not the file as it is now: do not rely on it.',
}

const hostStates: Record<Host['state'], string> = {
  untried: 'Not tried yet',
  probing: 'Being tried',
  open: 'In use',
  aside: 'Left out for a while',
}

export const detail = ({ format, parts, plural }: Words) => ({
  back: 'All files',
  parts: 'Parts',
  states,
  partsOf: (size: string, count: number) => `${parts(count)} of ${size}`,
  onePart: 'One part',
  map: (counts: readonly string[]) => `The parts in order: ${format.list(counts)}`,
  counted: (count: number, state: PartState) => `${parts(count)}: ${states[state].toLowerCase()}`,
  noPlan: 'How it is cut into parts is known when its turn comes.',

  speed: 'Speed',
  speedChart: (now: string, most: string, since: string) =>
    `Speed since ${since}: ${now} at the end, ${most} at most`,
  speedNote: (most: string, since: string) => `Since ${since}. At most ${most}.`,
  noSpeed: 'The speed is drawn once parts have arrived while this page is open.',

  ways: 'Ways to the storage',
  lanes: (used: number, all: number) =>
    plural(all, {
      one: `This file uses ${format.number(used)} of # lane: so many parts may be sent side by side at the moment.`,
      other: `This file uses ${format.number(used)} of # lanes: so many parts may be sent side by side at the moment.`,
    }),
  hostStates,
  sentTo: (count: number) => `${parts(count)} under way`,
  each: (speed: string) => `${speed} each`,
  retried: (count: number) => `${parts(count)} being tried again`,

  log: 'What happened',
  noLog: 'Nothing to tell since the background part was started.',
  logNote: 'Since the background part of Longhaul was started, the latest first.',
  notes,
  /** Of what was not to be relied on afterwards. */
  arrived: 'All is there.',
  /** How often, and with which part the last time. */
  often: (count: number, part: number | null) => {
    const times = plural(count, { one: '# time', other: '# times' })
    if (part === null) return `(${times})`
    const number = format.number(part)
    return count === 1 ? `(part ${number})` : `(${times}, last with part ${number})`
  },
})
