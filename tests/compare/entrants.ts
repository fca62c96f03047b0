import { join } from 'node:path'
import { buildApp } from '../survival/campaign.ts'
import type { Entrant } from './contestant.ts'
import { longhaul } from './longhaul.ts'
import { storageBrowser } from './storage-browser.ts'
import { uppy } from './uppy.ts'

/** Everyone who is compared, in the order of the table. */
export const ENTRANTS: readonly Entrant[] = [
  {
    id: 'longhaul',
    name: 'Longhaul',
    prepare: async ({ endings }) => longhaul(await buildApp(endings)),
  },
  { id: 'uppy', name: 'Uppy 6', prepare: uppy },
  {
    id: 'storage-browser',
    name: 'Storage Browser',
    prepare: ({ folder }) => storageBrowser(join(folder, 'certificate')),
  },
]
