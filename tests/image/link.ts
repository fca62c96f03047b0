import type { Engine } from './engine.ts'

/** The token of an upload link, made by the command in a container. */
export async function linkIn({ docker }: Engine, id: string): Promise<string> {
  const printed = await docker('exec', id, 'longhaul', 'link', '--expires', '1d')
  const token = /#link=([\w.-]+)/.exec(printed)?.[1]
  if (token === undefined) throw new Error(`no link: ${printed}`)
  return token
}
