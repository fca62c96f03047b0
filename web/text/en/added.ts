import type { Words } from './words.ts'

/** What is said once files were added. */
export const added = ({ format, plural }: Words) => ({
  show: 'Show',
  nothing: 'There were no files in what you chose.',
  unreadable: (count: number) =>
    plural(count, {
      one: '# file could not be read and was left out:',
      other: '# files could not be read and were left out:',
    }),
  tooLarge: (name: string) => `${format.name(name)} (larger than any object can be, 48.8 TiB)`,
  tooLong: (name: string) => `${format.name(name)} (its path is too long)`,
  given: (count: number) =>
    plural(count, {
      one: '# upload got its file back and goes on',
      other: '# uploads got their files back and go on',
    }),
  full: 'The browser’s own storage is full or does not work. Free some disk space, then add the files again.',
  stopped: 'The rest could not be read. Add it again.',
})
