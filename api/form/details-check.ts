import { canonicalOf, checkAnswers, givenIn, type Fault } from '../../shared/answers.ts'
import { MAX_DETAILS_BYTES, type Answers } from '../../shared/details.ts'
import type { Form } from '../../shared/form.ts'
import { ApiFailure } from '../failure.ts'
import { matchInLinearTime } from './pattern.ts'

/** What of a request's details counts, and why they are refused, if they are. */
export interface CheckedDetails {
  readonly answers: Answers
  readonly refusal: ApiFailure | undefined
}

/** Of as many different details it is remembered how they did: all files of a batch have the same. */
const REMEMBERED = 100
/** Faults that are named in one answer. */
const MAX_NAMED = 5

const NO_FORM: Form = { title: '', description: '', fields: [] }

/** Checks what people entered by the operator's form; without one nothing may be entered. */
export function createDetailsCheck(
  form: Form = NO_FORM,
): (given: Answers | undefined) => CheckedDetails {
  const known = new Map<string, CheckedDetails>()
  return (given = {}) => {
    const entered = givenIn(given)
    const canonical = canonicalOf(entered)
    const size = Buffer.byteLength(canonical)
    // Nothing that long can have been taken at any time.
    if (size > 2 * MAX_DETAILS_BYTES) throw refusalOf([{ field: '', rule: 'size' }])
    const checked = known.get(canonical) ?? check(form, entered)
    known.delete(canonical)
    known.set(canonical, checked)
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED) break
      known.delete(oldest)
    }
    return checked
  }
}

function check(form: Form, entered: Answers): CheckedDetails {
  const { answers, faults } = checkAnswers(form, entered, matchInLinearTime)
  return faults.length === 0
    ? { answers, refusal: undefined }
    : { answers: entered, refusal: refusalOf(faults) }
}

/** Names fields and rules alone: neither can be anything but letters, digits, _ and -. */
function refusalOf(faults: readonly Fault[]): ApiFailure {
  const named = faults
    .slice(0, MAX_NAMED)
    .map(({ field, rule }) => `${field === '' ? 'all together' : field} (${rule})`)
  const field = faults[0]?.field
  return new ApiFailure('details_invalid', `wrong in the details: ${named.join(', ')}`, {
    ...(field !== undefined && field !== '' && { field }),
  })
}
