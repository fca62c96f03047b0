import { keyOf, tableLine, type TableFile } from '../survival/table-file.ts'
import type { Entrant } from './contestant.ts'
import type { Finding, Found } from './finding.ts'
import { PREFACE } from './preface.ts'

const HEADINGS = [
  'fault',
  'with',
  'what happens',
  'the object in the store',
  'the page says it succeeded',
  'bytes sent more than once',
  'what the person has to do',
  'run',
] as const

const MB = 1e6

const FOUND: Record<Found, string> = {
  none: 'none',
  right: 'right',
  'as it is now': 'the file as it is now',
  another: '**not the file**',
}

/** What tells the line of a fault and an entrant from the others. */
export function keyOfLine(fault: string, { name }: Pick<Entrant, 'name'>): string {
  return keyOf(fault, name)
}

/**
 * One line of the table.
 *
 * @param size bytes of the file
 * @param date of the run, ISO 8601
 */
export function lineOf(
  fault: string,
  { name }: Pick<Entrant, 'name'>,
  { notes, ending, found, bytesTwice }: Finding,
  { size, date }: { readonly size: number; readonly date: string },
): string {
  const { asked, claims, says, late } = ending
  const told = asked.map((one) => `“${one.says}”`)
  const last = claims ? [] : [late ? `nothing more comes of it: “${says}”` : `ends with “${says}”`]
  const happens = [...notes, ...new Set([...told, ...last])]
  const cells: Record<(typeof HEADINGS)[number], string> = {
    fault,
    with: name,
    'what happens': happens.length === 0 ? 'goes on by itself' : happens.join('; '),
    'the object in the store': FOUND[found],
    'the page says it succeeded': claimOf(claims, found),
    'bytes sent more than once': bytesTwice === null ? '–' : megabytes(bytesTwice),
    'what the person has to do': actsOf(ending),
    run: `${date.slice(0, 10)}, ${size / MB} MB`,
  }
  return tableLine(HEADINGS.map((heading) => cells[heading]))
}

function claimOf(claims: boolean, found: Found): string {
  if (!claims) return 'no'
  return found === 'another' || found === 'none' ? '**yes, wrongly**' : 'yes'
}

/** What was done in vain again is told once. */
function actsOf({ asked, claims }: Finding['ending']): string {
  const acts = asked.map(({ act }) => act)
  if (claims) return acts.length === 0 ? 'nothing' : acts.join(', then ')
  const inVain = [...new Set(acts)].map((act) => `${act} (in vain)`)
  return [...inVain, 'begin a new upload'].join(', then ')
}

function megabytes(bytes: number): string {
  return bytes === 0 ? '0' : `${(bytes / MB).toFixed(1)} MB`
}

/** The table of docs/comparison.md, at another path where one is given. */
export function comparisonTable(path: string): TableFile {
  return { path, preface: PREFACE, headings: HEADINGS }
}
