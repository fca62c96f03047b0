import { defineConfig } from 'vitest/config'

/** A campaign on a server that is heavy to install and to start, apart from `npm test`. */
export default defineConfig({
  test: {
    name: 'ceph',
    include: ['tests/ceph/*.test.ts'],
    // Each file has a Ceph of its own.
    fileParallelism: false,
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
