import { hashNames } from '../text/hash-names.ts'
import type { Later } from '../text/en-later.ts'
import type { CsvWords } from './csv.ts'

/** What a file for spreadsheets says in the language of these texts. */
export function csvWordsIn({ history, states, problems, receipt, hashes }: Later): CsvWords {
  return {
    headings: { ...history.headings, ...hashNames },
    outcomes: states,
    problems,
    proofs: history.compared,
    matches: hashes.matches,
    differs: hashes.differs,
    algorithms: receipt.algorithms,
  }
}
