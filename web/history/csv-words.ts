import type { Later } from '../text/en-later.ts'
import type { CsvWords } from './csv.ts'

/** What a file for spreadsheets says in the language of these texts. */
export function csvWordsIn({ history, states, problems, receipt }: Later): CsvWords {
  return {
    headings: history.headings,
    outcomes: states,
    problems,
    proofs: history.compared,
    algorithms: receipt.algorithms,
  }
}
