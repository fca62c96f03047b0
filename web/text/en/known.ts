import type { Words } from './words.ts'

export const known = ({ files, plural }: Words) => ({
  heading: (count: number) =>
    plural(count, {
      one: '# file is in the list already',
      other: '# files are in the list already',
    }),
  verified: (count: number) =>
    plural(count, {
      one: '# of them was sent from this browser before: it arrived and was verified.',
      other: '# of them were sent from this browser before: they arrived and were verified.',
    }),
  stored: (count: number) =>
    plural(count, {
      one: '# of them is in the storage now, where it arrived.',
      other: '# of them are in the storage now, where they arrived.',
    }),
  notStored: (count: number) =>
    plural(count, {
      one: '# of them is no longer where it arrived: it was moved or deleted there. Its receipt stays. Ask whoever runs this server, or add it again.',
      other:
        '# of them are no longer where they arrived: they were moved or deleted there. Their receipts stay. Ask whoever runs this server, or add them again.',
    }),
  others: (count: number) =>
    plural(count, {
      one: '# of them is an upload that has not ended well yet.',
      other: '# of them are uploads that have not ended well yet.',
    }),
  how: 'They are known by name, size and date, and by their folder where it was chosen too. All other files were added.',
  skip: (count: number) => `Skip ${files(count)}`,
  again: 'Add again',
  skipped: (count: number) =>
    plural(count, {
      one: '# file was skipped, as the list has it already.',
      other: '# files were skipped, as the list has them already.',
    }),
})
