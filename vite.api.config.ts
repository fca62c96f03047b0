import { join } from 'node:path'
import { defineConfig } from 'vite'

/** The server with the embedded store, and the command; their dependencies stay in node_modules. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    outDir: join(process.env['LONGHAUL_DIST'] ?? 'dist', 'api'),
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    rolldownOptions: {
      input: { main: 'api/main.ts', longhaul: 'api/cli/main.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
