import { appendFile, copyFile, rename, rm, stat, truncate, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFile } from '../../browser/files.ts'
import { problems } from '../../../web/text/en/problems.ts'
import type { Row } from '../row.ts'
import { PATIENCE } from '../scene.ts'
import { until } from '../until.ts'

/** @param other a file of the same size */
type Harm = (path: string, other: string) => Promise<unknown>

const HARMS: readonly { id: string; fault: string; says: string; harm: Harm }[] = [
  {
    id: 'truncated',
    fault: 'the file is cut to half',
    says: problems.file_changed.what,
    harm: async (path) => truncate(path, (await stat(path)).size / 2),
  },
  {
    id: 'grown',
    fault: 'the file grows',
    says: problems.file_changed.what,
    harm: (path) => appendFile(path, 'one line more'),
  },
  {
    id: 'touched',
    fault: 'the file gets another date',
    says: problems.file_changed.what,
    harm: (path) => utimes(path, new Date(), new Date(Date.now() + 5000)),
  },
  {
    id: 'deleted',
    fault: 'the file is deleted',
    says: problems.file_gone.what,
    harm: (path) => rm(path),
  },
  {
    id: 'replaced',
    fault: 'another file of its size takes its place',
    says: problems.file_changed.what,
    harm: (path, other) => rename(other, path),
  },
]

export const fileRows: readonly Row[] = HARMS.map(({ id, fault, says, harm }) => ({
  id: `file-${id}`,
  fault,
  moment: '30 %',
  file: 'small',
  tries: 2,
  sources: ['dropped', 'chosen'],
  goal: { ends: says, object: 'none' },
  async run(scene) {
    const path = join(scene.folder, scene.file.name)
    await copyFile(scene.file.path, path)
    const other = await makeFile(join(scene.folder, 'other'), scene.file.size)
    const page = await scene.openPage()
    await page.add(path, scene.source)
    await scene.hasSent(0.3)
    await scene.harm(() => harm(path, other.path))
    let said = ''
    await until(
      async () => {
        said = (await page.uploads())[0]?.note ?? ''
        return said !== '' && !said.includes('Trying again')
      },
      'the page says what happened',
      PATIENCE,
    )
    return said.startsWith(says) ? says : said
  },
}))
