import { whenNeeded } from './when-needed.ts'

/** The form for a number of things, in which `#` stands for the number. */
export type Plural<Category extends Intl.LDMLPluralRule> = (
  count: number,
  forms: Readonly<Record<Category | 'other', string>>,
) => string

/**
 * @typeParam Category which of them the language tells apart:
 *   https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html
 * @param locale BCP 47
 */
export function createPlural<Category extends Intl.LDMLPluralRule>(
  locale: string,
): Plural<Category> {
  const rules = whenNeeded(() => new Intl.PluralRules(locale))
  const whole = whenNeeded(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }))
  return (count, forms) => {
    const all: Partial<Record<Intl.LDMLPluralRule, string>> = forms
    return (all[rules().select(count)] ?? forms.other).replace('#', whole().format(count))
  }
}
