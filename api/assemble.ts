import { hkdfSync } from 'node:crypto'
import type { Logger } from 'pino'
import type { Prices } from '../shared/admin.ts'
import { createAudit } from './audit/audit.ts'
import type { Dependencies, UploadSettings } from './dependencies.ts'
import { examine } from './doctor/examine.ts'
import { createEvents } from './events.ts'
import { createDetailsCheck } from './form/details-check.ts'
import type { OperatorForm } from './form/operator-form.ts'
import { createAccounts, subjectOfAccount } from './identity/accounts.ts'
import { createClientAddress } from './identity/client-address.ts'
import { createGate } from './identity/gate.ts'
import { createIssuedLinks } from './identity/issued-links.ts'
import { createLinks } from './identity/links.ts'
import { createRate } from './identity/rates.ts'
import { createRevocations } from './identity/revocations.ts'
import { OPEN, type AuthSettings } from './identity/settings.ts'
import { createCounter } from './identity/usage.ts'
import { createLedger } from './ledger/ledger.ts'
import { createOlderReceipts } from './ledger/older-receipts.ts'
import { createMetrics, type Metrics } from './metrics/metrics.ts'
import type { DeliveryTiming } from './notices/delivery.ts'
import { createNotices } from './notices/notices.ts'
import { NO_NOTICES, type NoticeSettings } from './notices/settings.ts'
import { DERIVED_KEY, keyOfSeed, type ReceiptKeySettings } from './receipts/keys.ts'
import { createReceiptSigner } from './receipts/signature.ts'
import { createBucket } from './s3/bucket.ts'
import { bucketUrl, createS3Client, type BucketAddress } from './s3/client.ts'
import { encryptionInput, NO_OBJECT_OPTIONS, type ObjectOptions } from './s3/object-options.ts'
import { browserBucketUrls, type BucketUrls } from './s3/hosts.ts'
import { createPresigner } from './s3/presign.ts'
import { followStoreClock } from './s3/store-clock.ts'
import { requireKept } from './s3/kept-options.ts'
import { probeStore, remember, requireObjectLock } from './s3/probe.ts'
import type { TellLeft } from './s3/scratch.ts'
import { RELAY_LIMITS, type RelayLimits } from './s3/relay.ts'
import { createTokens } from './token.ts'
import { createArrivals } from './uploads/arrivals.ts'
import { wasGivenUp } from './uploads/given-up.ts'
import { createLookouts } from './uploads/lookouts.ts'
import { createTurns } from './uploads/turns.ts'
import { createWaits } from './uploads/waits.ts'

/** Each makes some fifty requests to the store. */
const EXAMINATIONS_A_MINUTE = 6

/** What makes a server's dependencies, beside the network. */
export interface Parts {
  readonly address: BucketAddress
  readonly uploads: UploadSettings
  readonly tokenSecret: string
  /** Everybody may upload where it is not given. */
  readonly auth?: AuthSettings
  readonly objects?: ObjectOptions
  /** Derived from the token secret where it is not given. */
  readonly receiptKeys?: ReceiptKeySettings
  readonly prices?: Prices | undefined
  readonly form?: OperatorForm | undefined
  readonly log: Logger
  readonly version: string
  readonly webFolder: string | undefined
  /** Where people open the page. */
  readonly origin: string
  /** ms since 1970. */
  readonly now?: () => number
  readonly relayLimits?: RelayLimits
  /** Whether there is a line in the log for each action. */
  readonly audit?: boolean
  /** Nobody is told where it is not given. */
  readonly notices?: NoticeSettings
  readonly deliveryTiming?: DeliveryTiming
  /** Whether the figures are also of the process. */
  readonly processFigures?: boolean
}

/** The dependencies of the app, the figures, and what ends them. */
export type Assembled = Dependencies & { readonly metrics: Metrics; end(): Promise<void> }

/** The dependencies of the app on one bucket, and what ends them. */
export async function assemble(parts: Parts): Promise<Assembled> {
  const { address, uploads, form, log, version, webFolder, origin, tokenSecret } = parts
  const auth = parts.auth ?? OPEN
  const objects = parts.objects ?? NO_OBJECT_OPTIONS
  const now = parts.now ?? Date.now
  const { key, oldKeys } = parts.receiptKeys ?? DERIVED_KEY
  const receiptKey = key ?? keyOfSeed(derive(tokenSecret, 'longhaul receipt'))
  const metrics = createMetrics(parts.processFigures ?? false)
  const client = createS3Client(address, metrics.storeAnswered)
  // To find out what goes wrong, things are made to go wrong: those are no figures of the store.
  const trying = createS3Client(address)
  const store = createBucket(client, address.bucket, objects)
  const links = createLinks(linkKey(tokenSecret))
  const revocations = createRevocations(store, uploads.statePrefix, now)
  const { jwt } = auth
  const readAccount = jwt && createAccounts(jwt)
  const ledgers = {
    verified: createLedger(store, uploads.statePrefix, 'verified', now, log),
    failed: createLedger(store, uploads.statePrefix, 'failed', now, log),
  }
  const told = parts.notices ?? NO_NOTICES
  const notices = createNotices({
    settings: told,
    form: form?.form ?? null,
    store,
    statePrefix: uploads.statePrefix,
    wasGivenUp: (upload) => wasGivenUp({ ledgers, settings: uploads, store }, upload),
    metrics,
    ...(parts.deliveryTiming && { timing: parts.deliveryTiming }),
    now,
    log,
  })
  const auditLog = log.child({ type: 'audit' }, { level: parts.audit ? 'info' : 'silent' })
  const storeClock = followStoreClock([client, trying], address.bucket)
  const presignerFor = (urls: BucketUrls) =>
    createPresigner(urls, address.region, () => client.config.credentials(), storeClock)
  return {
    settings: uploads,
    store,
    presigner: presignerFor(await browserBucketUrls(client, address)),
    innerPresigner: presignerFor([await bucketUrl(client, address, address.endpoint)]),
    relayLimits: parts.relayLimits ?? RELAY_LIMITS,
    arrivals: createArrivals(),
    turns: createTurns(),
    waits: createWaits(),
    lookouts: createLookouts(),
    ability: remember(async () => {
      const left: TellLeft = (what, err) =>
        log.warn({ err, left: what }, 'a scratch object was left behind')
      if (objects.lock) await requireObjectLock(trying, address.bucket)
      await requireKept(trying, address.bucket, uploads.keyPrefix, objects, now(), left)
      const encryption = encryptionInput(objects)
      return probeStore(trying, address.bucket, uploads.keyPrefix, left, encryption)
    }),
    tokens: createTokens(derive(tokenSecret, 'longhaul token')),
    watchTokens: createTokens(derive(tokenSecret, 'longhaul watch token')),
    keySecret: derive(tokenSecret, 'longhaul object key'),
    gate: createGate(auth, links, revocations, readAccount, now),
    links,
    revocations,
    issuedLinks: createIssuedLinks(store, uploads.statePrefix, now, log),
    subjectOfAccount: (name) => jwt && subjectOfAccount(jwt.issuer, name),
    ledgers,
    olderReceipts: createOlderReceipts(store, uploads, ledgers.verified, log),
    prices: parts.prices,
    receipts: await createReceiptSigner(receiptKey, oldKeys),
    form,
    checkDetails: createDetailsCheck(form?.form),
    counter: createCounter(store, uploads.statePrefix, now),
    rates: {
      person: createRate(auth.rates.person, now),
      address: createRate(auth.rates.address, now),
      doctor: createRate(EXAMINATIONS_A_MINUTE, now),
    },
    examine: () =>
      examine({ client: trying, address, origin, uploads, form, objects, notices: told, jwt, now }),
    clientAddress: createClientAddress(auth.trustedProxies),
    events: createEvents(createAudit(auditLog, now), metrics, notices),
    metrics,
    now,
    log,
    version,
    webFolder,
    https: origin.startsWith('https:'),
    end: async () => {
      await notices.stop()
      client.destroy()
      trying.destroy()
    },
  }
}

/** Signs upload links: the command makes them without a server. */
export function linkKey(tokenSecret: string): Uint8Array {
  return derive(tokenSecret, 'longhaul upload link')
}

/** A key for one purpose (RFC 5869), so that what one signs is worth nothing to another. */
function derive(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32))
}
