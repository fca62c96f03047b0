/**
 * Amounts as the language writes them, those below one with what is spent on a request.
 *
 * @param locale BCP 47
 */
export function createMoney(locale: string): (amount: number, currency: string) => string {
  return (amount, currency) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      maximumFractionDigits: amount !== 0 && amount < 1 ? 4 : 2,
    }).format(amount)
}
