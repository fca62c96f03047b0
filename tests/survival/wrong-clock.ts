import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyBuild } from './copy-build.ts'

/** Programs of a build, by their place in it. */
const PROGRAMS = { server: 'api/main.js', worker: 'web/sw.js' } as const

/**
 * Copies a build and has one of its programs believe in another time than it is.
 *
 * @param built the folder of the build; the copy is put beside it
 * @param offset how many ms the clock is ahead, as an expression of `time`, the right ms since 1970
 * @returns the copy's folder
 */
export async function makeBuildWithClock(
  built: string,
  program: keyof typeof PROGRAMS,
  offset: string,
): Promise<string> {
  const folder = await copyBuild(built, 'clock')
  const path = join(folder, PROGRAMS[program])
  await writeFile(path, clockOf(offset) + (await readFile(path, 'utf8')))
  return folder
}

function clockOf(offset: string): string {
  return `{
  const RightDate = Date
  const now = () => {
    const time = RightDate.now()
    return time + (${offset})
  }
  globalThis.Date = class extends RightDate {
    constructor(...given) {
      if (given.length === 0) super(now())
      else super(...given)
    }
    static now() {
      return now()
    }
  }
}
`
}
