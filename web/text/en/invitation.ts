import type { Refusal } from '../../invitation/refusal.ts'
import { problems, type ProblemText } from './problems.ts'

/** What is said of the link by which files may be sent. */
export const refusals: Readonly<Record<Refusal, ProblemText>> = {
  link_required: {
    what: problems.link_required.what,
    next: 'Open the link that you were given in this browser.',
  },
  link_damaged: {
    what: 'This link is not whole.',
    next: 'Copy it once more, all of it to its end, and open it here.',
  },
  link_invalid: {
    what: 'This link is not valid.',
    next: 'Open the whole link once more, or ask whoever gave it to you for a new one.',
  },
  link_expired: {
    what: 'This link has expired.',
    next: 'What was begun goes on. To send more, ask whoever gave it to you for a new one.',
  },
  link_revoked: {
    what: 'This link was taken back.',
    next: 'Nothing more is taken by it. Ask whoever gave it to you for a new one.',
  },
  sign_in_required: {
    what: problems.sign_in_required.what,
    next: 'Sign in: what was begun goes on by itself.',
  },
}
