import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from './engine.ts'

/** One of the compose files, as it is shipped. */
export interface Project {
  /** What compose prints. @throws Error with what it says when it fails */
  compose(...words: string[]): Promise<string>
  /** Ids of a service's containers. */
  containers(service: string): Promise<string[]>
}

/** @param name of the file in `deploy/` */
export async function openProject(
  engine: Engine,
  checkout: string,
  name: string,
): Promise<Project> {
  const file = join(checkout, 'deploy', name)
  const text = await readFile(file, 'utf8')
  const project = /^name: (\S+)\n/m.exec(text)
  if (!project?.[1]) throw new Error(`${name} has no name`)
  // Debian 12's compose is one of 2021, which wants to be told.
  await writeFile(file, text.replace(project[0], ''))
  const own = ['--file', file, '--project-name', project[1]]
  const compose = (...words: string[]) => engine.compose(...own, ...words)
  return {
    compose,
    containers: async (service) => (await compose('ps', '--quiet', service)).trim().split('\n'),
  }
}
