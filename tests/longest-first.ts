import { basename } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes minutes, the longest first: begun last, one alone would keep all others waiting. */
const LONGEST = [
  'hand-over.test.ts',
  'integrity.test.ts',
  'other-browsers.test.ts',
  'interruption.test.ts',
  'closing-together.test.ts',
  'small-files-closed.test.ts',
  'hosts.test.ts',
  'arrival.test.ts',
  'storage.test.ts',
  'order.test.ts',
  'page.test.ts',
  'languages.test.ts',
  'storm.test.ts',
  'remembered.test.ts',
  'hashes-resumed.test.ts',
  'faults.test.ts',
  'endings.test.ts',
]

/** Vitest knows how long files take only where they have run before. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => rank(one) - rank(other))
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = LONGEST.indexOf(basename(moduleId))
  return place === -1 ? LONGEST.length : place
}
