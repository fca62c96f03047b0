import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/longest-first.ts'
import { filesThatReplaceGlobals } from './tests/replaces-globals.ts'

const UNITS = ['shared', 'web', 'api', 'bench']
const OTHER_UNITS = ['tests/engine', 'tests/lint', 'tests/survival', 'tests/compare']
const REPLACING_GLOBALS = filesThatReplaceGlobals([...UNITS, ...OTHER_UNITS])

export default defineConfig({
  test: {
    // Vitest leaves one core free. But each worker waits for a browser, a server or a disk now and then.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: [`{${[...UNITS, ...OTHER_UNITS].join()}}/**/*.test.{ts,tsx}`],
          exclude: [...configDefaults.exclude, ...REPLACING_GLOBALS],
          // To load everything anew for each file took as long as most of these tests do.
          isolate: false,
          expect: { poll: { timeout: 10_000 } },
          // A machine that does other things too may be slow.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'unit-isolated',
          include: REPLACING_GLOBALS,
          pool: 'threads',
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['tests/contract/**/*.test.ts'],
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'deploy',
          include: ['tests/deploy/**/*.test.ts'],
          sequence: { groupOrder: 1 },
          env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'page',
          include: ['tests/page/**/*.test.ts'],
          isolate: false,
          sequence: { groupOrder: 1 },
          expect: { poll: { timeout: 8000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          isolate: false,
          sequence: { groupOrder: 1 },
          env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
          // As long as the browser's driver waits.
          expect: { poll: { timeout: 30_000 } },
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
