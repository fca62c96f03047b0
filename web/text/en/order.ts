import { whenNeeded } from '../../../shared/when-needed.ts'
import { dayOf } from '../day-of.ts'
import type { Words } from './words.ts'

export const order = ({ format, locale, uploads }: Words) => {
  const days = whenNeeded(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
  const date = whenNeeded(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }))
  const clock = whenNeeded(() => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }))
  const at = (time: number) => `${dayOf(time, days(), date())} at ${clock().format(time)}`
  return {
    open: 'Order and start',
    hint: 'Drag to move; choose to set priority and start',
    heading: (name: string) => `When ${format.name(name)} is sent`,
    headingOf: (count: number) => `When ${uploads(count)} are sent`,
    place: 'Place in the queue',
    placeOf: (place: number, count: number) =>
      `Number ${format.number(place)} of ${format.number(count)} with its priority.`,
    steps: { top: 'To the top', up: 'Up', down: 'Down', end: 'To the end' },
    priority: 'Priority',
    priorityHint:
      'What has a higher priority is sent first. The rest uses what is left of the line.',
    priorities: { high: 'High', normal: 'Normal', low: 'Low' },
    priorityOf: { high: 'High priority', low: 'Low priority' },
    start: 'Start',
    startHint:
      'Longhaul must be open in the browser at that time, as no browser can start it by itself. If it is closed then, the upload starts when you open it next.',
    same: 'As each is set now',
    atOnce: 'As soon as it is its turn',
    at,
    other: 'At another time',
    otherTime: 'Date and time of the start',
    past: 'Choose a time that is still to come.',
    save: 'Save',
    close: 'Close',
    startsAt: (time: number) => `Starts ${at(time)}, if Longhaul is open then.`,
    closing: 'What is to start later starts only while Longhaul is open in the browser.',
    moved: (name: string, place: number, count: number) =>
      `${format.name(name)} is number ${format.number(place)} of ${format.number(count)} now.`,
    later: 'Start later…',
    laterHeading: 'When added files start',
    laterHint: 'Holds for what you add from now on in this page.',
    added: (time: number) => `What you add now starts ${at(time)}, if Longhaul is open then.`,
  }
}
