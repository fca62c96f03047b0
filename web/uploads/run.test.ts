import { expect, test } from 'vitest'
import type { UploadView } from '../../shared/messages.ts'
import { NO_RUN, runOf } from './run.ts'
import { testUpload } from './testing.ts'

const MINUTE = 60_000
/** ms since 1970. */
const [LAST_WEEK, NOW] = [1_700_000_000_000, 1_700_600_000_000]

function viewOf(state: UploadView['state'], addedAt: number, sent = 0): UploadView {
  return testUpload({ state, addedAt, sent })
}

const verified = (addedAt: number) => viewOf('verified', addedAt, 100)
const earlier = [verified(LAST_WEEK), verified(LAST_WEEK + MINUTE), verified(NOW - MINUTE)]

test.each([
  ['all, where all is through', earlier, [3, 3, 300, 300]],
  ['nothing', [], [0, 0, 0, 0]],
  [
    'what goes on, and not what was sent before',
    [...earlier, viewOf('uploading', NOW, 5)],
    [1, 0, 100, 5],
  ],
  [
    'what was sent of the same batch',
    [...earlier, verified(NOW - 3000), verified(NOW + 500), viewOf('waiting', NOW)],
    [3, 2, 300, 200],
  ],
  [
    'what was added later and is through sooner',
    [...earlier, viewOf('finishing', NOW, 100), verified(NOW + MINUTE)],
    [2, 1, 200, 200],
  ],
  [
    'not what was left paused, or failed, before',
    [
      viewOf('paused', LAST_WEEK, 9),
      viewOf('failed', LAST_WEEK),
      ...earlier,
      viewOf('waiting', NOW),
    ],
    [1, 0, 100, 0],
  ],
  [
    'what was left, where nothing goes on',
    [...earlier, viewOf('paused', NOW, 9), viewOf('failed', NOW, 3)],
    [2, 0, 200, 12],
  ],
  ['not what was cancelled', [viewOf('cancelled', NOW), viewOf('waiting', NOW)], [1, 0, 100, 0]],
] as const)('counts %s', (_what, views, [files, verified, size, sent]) => {
  expect(runOf(views, NO_RUN)).toMatchObject({ files, verified, size, sent })
})

test('what was counted stays counted while something goes on', () => {
  const first = runOf([viewOf('uploading', LAST_WEEK), viewOf('waiting', NOW)], NO_RUN)
  const second = runOf([verified(LAST_WEEK), viewOf('uploading', NOW)], first)
  expect(second).toMatchObject({ files: 2, verified: 1 })
  const ended = runOf([verified(LAST_WEEK), verified(NOW)], second)
  expect(ended).toMatchObject({ files: 2, verified: 2 })
  const next = runOf([verified(LAST_WEEK), verified(NOW), viewOf('waiting', NOW + MINUTE)], ended)
  expect(next).toMatchObject({ files: 1, verified: 0 })
})
