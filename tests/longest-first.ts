import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const ROOT = resolve(import.meta.dirname, '..')

/** Of each project what takes long, the longest first: begun last, one alone would keep all others waiting. */
const LONGEST = [
  'tests/engine/hand-over.test.ts',
  'tests/engine/faults.test.ts',
  'api/identity/fuzz.test.ts',
  'tests/engine/small-files.test.ts',
  'api/uploads/discard.test.ts',
  'tests/engine/endings.test.ts',
  'api/fuzz.test.ts',
  'api/cli/doctor.test.ts',
  'tests/engine/hosts.test.ts',

  // By turns what waits much for a slow link, and what only computes.
  'tests/browser/hand-over.test.ts',
  'tests/browser/other-browsers.test.ts',
  'tests/page/languages.test.ts',
  'tests/browser/interruption.test.ts',
  'tests/page/every-view.test.ts',
  'tests/browser/integrity.test.ts',
  'tests/browser/storage.test.ts',
  'tests/page/focus.test.ts',
  'tests/browser/closing-together.test.ts',
  'tests/page/admin-views.test.ts',
  'tests/browser/order.test.ts',
  'tests/browser/arrival.test.ts',
  'tests/browser/remembered.test.ts',
  'tests/page/watch.test.ts',
  'tests/browser/small-files-closed.test.ts',
  'tests/page/loading.test.ts',
  'tests/browser/gone.test.ts',
  'tests/page/list.test.ts',
  'tests/browser/hashes-resumed.test.ts',
  'tests/browser/control.test.ts',
  'tests/browser/hosts.test.ts',
  'tests/browser/frozen.test.ts',
  'tests/page/queue.test.ts',
  'tests/browser/part-route-off.test.ts',
  'tests/page/receipts.test.ts',
  'tests/browser/sync.test.ts',
  'tests/browser/storm.test.ts',
  'tests/deploy/browser.test.ts',
  'tests/deploy/replicas.test.ts',
]

const missing = LONGEST.find((file) => !existsSync(join(ROOT, file)))
if (missing !== undefined)
  throw new Error(`tests/longest-first.ts names ${missing}, which is not there`)

/** Vitest knows how long files take only where they have run before. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => rank(one) - rank(other))
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = LONGEST.indexOf(relative(ROOT, moduleId))
  return place === -1 ? LONGEST.length : place
}
