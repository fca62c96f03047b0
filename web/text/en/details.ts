import type { Rule } from '../../../shared/answers.ts'
import { MAX_DETAILS_BYTES } from '../../../shared/details.ts'
import type { Field } from '../../../shared/form.ts'
import { askedKind, type AskedKind } from '../asked-kind.ts'
import type { NoNumber } from '../entered-number.ts'
import type { Words } from './words.ts'

type Fault = (field: Field | undefined) => string

/** Of an operator's, as precise as it is. */
const exact = (number: number) => String(number)

/** What to enter where nothing was, or something of another kind. */
const wanted: Record<AskedKind, string> = {
  text: 'Fill this in.',
  choice: 'Choose one of the list.',
  date: 'Enter a date.',
  hash: 'Enter 32 digits (MD5), 40 (SHA-1) or 64 (SHA-256): 0 to 9 and a to f, without blanks.',
  number: 'Enter a number.',
  whole: 'Enter a whole number.',
  yesNo: 'Choose Yes or No.',
}

/** What is wrong with what was entered in a field, and what to enter. */
const faultsOf = ({ format, plural }: Words): Record<Rule | NoNumber, Fault> => {
  const characters = (count: number) => plural(count, { one: '# character', other: '# characters' })
  return {
    required: (field) => wanted[askedKind(field)],
    unknown: () => 'This is not asked any more.',
    type: (field) =>
      askedKind(field) === 'text' ? 'Enter something of another kind.' : wanted[askedKind(field)],
    grouped: () =>
      'This may be read as thousands or as a fraction. Enter thousands without a separator (1234), and a fraction with one more digit (1.2340).',
    characters: () =>
      'There are characters in this that can’t be seen, such as tabs, line ends or marks of direction. Type it anew instead of pasting it.',
    minLength: (field) =>
      field?.type === 'text' ? `Enter at least ${characters(field.minLength)}.` : 'Enter more.',
    maxLength: (field) =>
      field?.type === 'text' ? `Enter at most ${characters(field.maxLength)}.` : 'Enter less.',
    pattern: () => 'This does not have the form that is asked for.',
    date: () => 'Enter a whole date that there is.',
    hash: () => wanted.hash,
    choice: () => wanted.choice,
    integer: () => wanted.whole,
    minimum: (field) =>
      field?.type === 'number' ? `Enter ${exact(field.minimum)} or more.` : 'Enter more.',
    maximum: (field) =>
      field?.type === 'number' ? `Enter ${exact(field.maximum)} or less.` : 'Enter less.',
    size: () =>
      `All of it together is too long: write less in the longest texts, so that it has at most ${format.bytes(MAX_DETAILS_BYTES)}.`,
  }
}

/** What is said of the operator's form and of what was entered in it; loaded with its views. */
export const details = (words: Words) => ({
  heading: 'About these files',
  once: 'For all files that you add now.',
  required: 'Fields with * must be filled in.',
  mayBeAlone: 'A hash is of one file. To enter it, add the files one at a time.',
  mustBeAlone: 'A hash is of one file, and is required. Add the files one at a time.',
  choose: 'Choose…',
  faults: faultsOf(words),
  faulty: (count: number) =>
    words.plural(count, {
      one: 'Not added yet: # field is marked.',
      other: 'Not added yet: # fields are marked.',
    }),
  stillFaulty: (count: number) =>
    words.plural(count, {
      one: 'Not sent yet: # field is marked.',
      other: 'Not sent yet: # fields are marked.',
    }),
  /** @param count so far */
  add: (count: number) => `Add ${words.files(count)}`,
  counting: (count: number) => `${words.files(count)} so far…`,
  send: 'Send with these details',
  sendAll: 'All files that were refused with the same details are sent with these.',
  hashOf: (name: string) => `A hash that you enter is that of ${words.format.name(name)} alone.`,
  clear: 'Clear the form',
  cleared: 'What was entered is cleared, and what was remembered is forgotten.',
  putBack: 'All of it is back as it was.',
  cancel: 'Don’t add',
  close: 'Close',
  notAdded: (count: number) =>
    `${words.files(count)} not added, as the form was closed. Choose them again to add them.`,

  shown: 'Details',
  entered: 'As they were entered when the file was added.',
  yes: 'Yes',
  no: 'No',
  noAnswer: 'Not answered',
})
