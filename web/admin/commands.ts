/** What is typed on the server: the same in every language. */
export const commands = {
  makeAdminLink: 'npx longhaul link --admin --expires 1d',
  /** Without a connection. @param origin of this service */
  verifyReceipt: (origin: string) =>
    `npx longhaul verify RECEIPT FILE --jwks ${origin}/api/receipts/jwks.json`,
  setUpBucket: 'npx longhaul setup-bucket',
} as const

/** Of the setting with the operator's prices, as a file of settings and a shell take it. */
export const PRICES_EXAMPLE = `PRICES='{"currency":"USD","storagePerGbMonth":0.023,"per1000Requests":0.005}'`
