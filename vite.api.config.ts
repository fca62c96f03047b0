import { join } from 'node:path'
import { defineConfig } from 'vite'

/** The server with the embedded store in one file; its dependencies stay in node_modules. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: 'api/main.ts',
    outDir: join(process.env['LONGHAUL_DIST'] ?? 'dist', 'api'),
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    rolldownOptions: { output: { entryFileNames: 'main.js' } },
  },
})
