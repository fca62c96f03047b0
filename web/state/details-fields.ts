/** What a person has entered in the operator's form. */
import { checkAnswers, detailsOf, type Rule } from '../../shared/answers.ts'
import type { Answer, Answers, Details } from '../../shared/details.ts'
import type { Field, Form } from '../../shared/form.ts'
import { readNumber, type NoNumber } from '../text/entered-number.ts'

/** What is wrong, by the field's name in the order of the fields; '' for all of it together. */
export type Faults = ReadonlyMap<string, Rule | NoNumber>

/** The name of a field's element: the form's own properties have other names. */
export function elementName(name: string): string {
  return `detail-${name}`
}

/** Whether a yes or no is chosen, or left open, in place of a box that is ticked or not, and so always answers. */
export function isTwoChoices({ type, initial }: Field): boolean {
  return type === 'yes-no' && initial === undefined
}

/** Whether a field is marked as one that must be filled in, as a box that may be ticked is not. */
export function isMarked(field: Field): boolean {
  return field.isRequired && (field.type !== 'yes-no' || isTwoChoices(field))
}

/** What the operator has filled in to begin with. */
export function defaultsOf({ fields }: Form): Answers {
  const defaults: Answers = {}
  for (const { name, initial } of fields) if (initial !== undefined) defaults[name] = initial
  return defaults
}

/** The element of a field to which the keyboard goes. */
export function elementOf(form: HTMLFormElement, name: string): HTMLElement | null {
  const found = form.elements.namedItem(elementName(name))
  if (!(found instanceof RadioNodeList)) return found instanceof HTMLElement ? found : null
  const radios = [...found].filter((one) => one instanceof HTMLInputElement)
  return radios.find(({ checked }) => checked) ?? radios[0] ?? null
}

/** What the elements show, whatever it is: to be shown again. '' for nothing. */
export function readEntered({ fields }: Form, element: HTMLFormElement): Answers {
  const entered: Answers = {}
  for (const { name, type } of fields) {
    const input = element.elements.namedItem(elementName(name))
    if (input instanceof RadioNodeList) entered[name] = answerOf(input) ?? ''
    else if (input instanceof HTMLInputElement && type === 'yes-no') entered[name] = input.checked
    else if (input !== null && 'value' in input) entered[name] = String(input.value)
  }
  return entered
}

/** undefined for none. */
function answerOf({ value }: RadioNodeList): boolean | undefined {
  return value === '' ? undefined : value === 'yes'
}

/** What the elements hold, which counts only where there are no faults. */
export function readDetails(
  form: Form,
  element: HTMLFormElement,
): { details: Details; faults: Faults } {
  const given: Record<string, Answer> = {}
  const found = new Map<string, Rule | NoNumber>()
  for (const field of form.fields) {
    const input = element.elements.namedItem(elementName(field.name))
    const answer = answerIn(field, input)
    if (answer === undefined) continue
    if (typeof answer === 'object') found.set(field.name, answer.rule)
    else given[field.name] = answer
  }
  const { answers, faults } = checkAnswers(form, given)
  for (const { field, rule } of faults) if (!found.has(field)) found.set(field, rule)
  const inOrder = [...form.fields.map(({ name }) => name), '']
  return {
    details: detailsOf(form, answers),
    faults: new Map(
      inOrder.flatMap((name) => {
        const rule = found.get(name)
        return rule === undefined ? [] : [[name, rule] as const]
      }),
    ),
  }
}

interface Wrong {
  readonly rule: Rule | NoNumber
}

/** undefined for nothing. */
function answerIn(field: Field, input: Element | RadioNodeList | null): Answer | Wrong | undefined {
  if (input instanceof RadioNodeList) return answerOf(input)
  // A choice counts as the operator wrote it.
  if (input instanceof HTMLSelectElement) return input.value || undefined
  if (input instanceof HTMLTextAreaElement) return input.value.trim() || undefined
  if (!(input instanceof HTMLInputElement)) return undefined
  if (field.type === 'yes-no') return input.checked
  if (field.type === 'number') {
    const number = readNumber(input.value)
    return typeof number === 'string' ? { rule: number } : (number ?? undefined)
  }
  // What is half a date has no value either, but is not nothing.
  if (input.validity.badInput) return { rule: 'date' }
  return input.value.trim() || undefined
}
