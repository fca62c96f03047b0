/** What a question of the operator's asks for, as far as it is told with other words. */
import type { Field } from '../../shared/form.ts'

export type AskedKind = 'choice' | 'date' | 'hash' | 'number' | 'text' | 'whole' | 'yesNo'

/** What is to be entered in a field; a text where it is not known. */
export function askedKind(field: Field | undefined): AskedKind {
  switch (field?.type) {
    case 'yes-no':
      return 'yesNo'
    case 'number':
      return field.isWhole ? 'whole' : 'number'
    default:
      return field?.choices ? 'choice' : (field?.format ?? 'text')
  }
}
