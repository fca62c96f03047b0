/**
 * Amounts as the language writes them, those below one with what is spent on a request.
 *
 * @param locale BCP 47
 * @param setApart for the sign of the currency: in Arabic, "US$" would else be shown as "$US"
 */
export function createMoney(
  locale: string,
  setApart: (sign: string) => string,
): (amount: number, currency: string) => string {
  return (amount, currency) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      maximumFractionDigits: amount !== 0 && amount < 1 ? 4 : 2,
    })
      .formatToParts(amount)
      .map(({ type, value }) => (type === 'currency' ? setApart(value) : value))
      .join('')
}
