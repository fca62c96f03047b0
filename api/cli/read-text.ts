import { readFile } from 'node:fs/promises'

/** A file of UTF-8, without the mark that some editors put before it, as browsers read it too. */
export async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readFile(path))
}
