import { expect, test } from 'vitest'
import { readForm } from '../../shared/form.ts'
import { details } from './en/details.ts'
import { words } from './en/words.ts'

test('a required field that was left empty says what to enter', () => {
  const { faults } = details(words)
  const { fields } = readForm({
    type: 'object',
    properties: {
      text: { type: 'string' },
      choice: { type: 'string', enum: ['a'] },
      date: { type: 'string', format: 'date' },
      hash: { type: 'string', format: 'hash' },
      number: { type: 'number' },
      whole: { type: 'integer' },
      yesNo: { type: 'boolean' },
    },
  })
  const said = fields.map((field) => faults.required(field))
  expect(said).toEqual([
    'Fill this in.',
    'Choose one of the list.',
    'Enter a date.',
    expect.stringContaining('Enter 32 digits (MD5)'),
    'Enter a number.',
    'Enter a whole number.',
    'Choose Yes or No.',
  ])
})
