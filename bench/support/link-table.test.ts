import { expect, it } from 'vitest'
import type { PeerName } from '../peers/all.ts'
import { linkRows, type Round } from './link-table.ts'

const round = (seconds: Partial<Record<PeerName, number>>): Round =>
  Object.fromEntries(
    Object.entries(seconds).map(([peer, seconds]) => [peer, { seconds, cpu: seconds / 2 }]),
  )

it('compares within each round, and takes the median afterwards', () => {
  const rounds = [
    round({ app: 10, uppy: 100, 'plain-1': 40, 'plain-6': 8 }),
    round({ app: 20, uppy: 60, 'plain-1': 15, 'plain-6': 30 }),
    round({ app: 12, uppy: 24, 'plain-1': 50, 'plain-6': 12 }),
  ]
  const [app, uppy, one, six] = linkRows(['app', 'uppy', 'plain-1', 'plain-6'], rounds, 1e9, 6)
  expect(app).toEqual({
    '': 'app',
    s: 12,
    'MB/s': 83.3,
    'of the link': 0.5,
    'of the best plain': 1,
    'times Uppy': 3,
    'of the app unchecked': '',
    'CPU s/GB': 6,
  })
  expect(uppy).toMatchObject({ s: 60, 'times Uppy': 1, 'of the best plain': 0.5 })
  // The best one over all rounds is the one with six lanes, though it wasn't in the second.
  expect(one).toMatchObject({ s: 40, 'of the best plain': 0.24 })
  expect(six).toMatchObject({ s: 12, 'of the best plain': 1 })
})

it('leaves out who did not send, and ratios to those', () => {
  const rows = linkRows(['app', 'aws'], [round({ app: 10 })], 1e9, 0)
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ 'of the link': '', 'of the best plain': '', 'times Uppy': '' })
})

it('says what checksums cost', () => {
  const rounds = [
    round({ app: 10, 'app-unchecked': 8 }),
    round({ app: 12, 'app-unchecked': 12 }),
    round({ app: 20, 'app-unchecked': 10 }),
  ]
  const [app] = linkRows(['app', 'app-unchecked'], rounds, 1e9, 6)
  expect(app).toMatchObject({ s: 12, 'of the app unchecked': 0.8, 'times Uppy': '' })
})
