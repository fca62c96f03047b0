import type { Contestant } from './contestant.ts'

/** For one whose browser asks the store itself to complete an upload. */
export const completesAtStore: Pick<Contestant, 'completeLine' | 'isComplete'> = {
  completeLine: ({ store }) => store.line,
  isComplete: (method, path) =>
    method === 'POST' && new URL(path, 'http://store').searchParams.has('uploadId'),
}
