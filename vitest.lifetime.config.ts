import { defineConfig } from 'vitest/config'

/** A campaign of many minutes, apart from `npm test`. */
export default defineConfig({
  test: { name: 'lifetime', include: ['tests/lifetime/*.test.ts'], hookTimeout: 60_000 },
})
