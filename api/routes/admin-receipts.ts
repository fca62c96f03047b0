import { Hono } from 'hono'
import * as v from 'valibot'
import {
  olderRequestSchema,
  oneReceiptRequestSchema,
  receiptsRequestSchema,
  type ReceiptsPage,
  type ReceiptsRequest,
} from '../../shared/admin.ts'
import { receiptSchema, type Receipt } from '../../shared/receipt.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import { linkSubject } from '../identity/identity.ts'
import { namesOfLinks } from '../identity/issued-links.ts'
import { dayOf } from '../ledger/days.ts'
import type { Entry } from '../ledger/entry.ts'
import { receiptKey } from '../uploads/receipts.ts'
import { identifyAdmin, jsonBody, type ApiEnvironment } from './environment.ts'

const PAGE = 50

/** Receipts of everybody, the newest first. */
export function adminReceiptsRoutes(deps: Dependencies) {
  const admin = identifyAdmin(deps)
  return new Hono<ApiEnvironment>()
    .post('/admin/receipts', ...admin, jsonBody(receiptsRequestSchema), async (c) =>
      c.json(await listReceipts(deps, c.req.valid('json'))),
    )
    .post('/admin/receipts/one', ...admin, jsonBody(oneReceiptRequestSchema), async (c) => {
      const { key } = c.req.valid('json')
      c.set('facts', { key })
      return c.json(await oneReceipt(deps, key))
    })
    .post('/admin/receipts/older', ...admin, jsonBody(olderRequestSchema), async (c) =>
      c.json(await deps.olderReceipts.look(c.req.valid('json').after)),
    )
}

async function listReceipts(deps: Dependencies, request: ReceiptsRequest): Promise<ReceiptsPage> {
  const { after, from, to } = request
  if (after !== null && !/^\d{13}/.test(after)) {
    throw new ApiFailure('bad_request', 'missing or wrong: after')
  }
  const matches = matcher(deps, request)
  const [page, older] = await Promise.all([
    deps.ledgers.verified.search({ from, to, after, matches, limit: PAGE }),
    after === null ? deps.olderReceipts.mayBe() : false,
  ])
  return {
    linkNames: await namesOfLinks(
      deps,
      page.entries.map(({ subject }) => subject),
    ),
    receipts: page.entries.map(({ key, size, at, subject, outcome }) => ({
      key,
      size,
      verifiedAt: new Date(at).toISOString(),
      person: subject,
      disproved: outcome === 'disproved',
      differs: outcome === 'differs',
    })),
    next: page.next,
    searchedTo: page.searchedTo === null ? null : dayOf(page.searchedTo),
    older,
  }
}

/** undefined where everything matches. */
function matcher(
  { subjectOfAccount }: Dependencies,
  { text, person }: ReceiptsRequest,
): ((entry: Entry) => boolean) | undefined {
  const words = comparable(text)
    .split(/\s+/)
    .filter((word) => word !== '')
  const name = person.trim()
  const subjects = new Set([name, linkSubject(name.toLowerCase()), subjectOfAccount(name)])
  if (words.length === 0 && name === '') return undefined
  return ({ key, subject }) => {
    if (name !== '' && !subjects.has(subject)) return false
    if (words.length === 0) return true
    const there = comparable(key)
    return words.every((word) => there.includes(word))
  }
}

/** As the page compares: see web/uploads/filter.ts. */
function comparable(text: string): string {
  return text.normalize('NFC').toLowerCase().toUpperCase()
}

async function oneReceipt({ store, settings }: Dependencies, key: string): Promise<Receipt> {
  const text = await store.getDocument(receiptKey(settings.receiptPrefix, key))
  const receipt = v.safeParse(v.pipe(v.string(), v.parseJson(), receiptSchema), text)
  if (receipt.success && receipt.output.key === key) return receipt.output
  throw new ApiFailure('not_found', 'there is no receipt of that key, or it is damaged')
}
