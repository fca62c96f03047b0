import type { Words } from './words.ts'

export const known = ({ files, format, plural }: Words) => {
  const those = (count: number, all: number) =>
    count < all ? `${format.number(count)} of them` : plural(count, { one: 'It', other: 'They' })
  return {
    heading: (count: number) =>
      plural(count, {
        one: '# file is in the list already',
        other: '# files are in the list already',
      }),
    verified: (count: number, all: number) =>
      `${those(count, all)} ${plural(count, {
        one: 'was sent from this browser before: it arrived and was verified.',
        other: 'were sent from this browser before: they arrived and were verified.',
      })}`,
    stored: (count: number, all: number) =>
      `${those(count, all)} ${plural(count, {
        one: 'is in the storage now, where it arrived.',
        other: 'are in the storage now, where they arrived.',
      })}`,
    notStored: (count: number, all: number) =>
      `${those(count, all)} ${plural(count, {
        one: 'is no longer where it arrived: it was moved or deleted there. Its receipt stays. Ask whoever runs this server, or add it again.',
        other:
          'are no longer where they arrived: they were moved or deleted there. Their receipts stay. Ask whoever runs this server, or add them again.',
      })}`,
    others: (count: number, all: number) =>
      `${those(count, all)} ${plural(count, {
        one: 'is still being sent, or failed.',
        other: 'are still being sent, or failed.',
      })}`,
    how: (count: number) =>
      plural(count, {
        one: 'It is known by name, size and date, and by its folder where that was chosen too.',
        other:
          'They are known by name, size and date, and by their folder where that was chosen too.',
      }),
    othersAdded: 'All other files were added.',
    skip: (count: number) => `Skip ${files(count)}`,
    again: 'Add again',
    skipped: (count: number) =>
      plural(count, {
        one: '# file was skipped, as the list has it already.',
        other: '# files were skipped, as the list has them already.',
      }),
  }
}
