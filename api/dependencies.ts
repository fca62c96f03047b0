import type { Logger } from 'pino'
import type { Prices } from '../shared/admin.ts'
import type { Answers } from '../shared/details.ts'
import type { Finding } from '../shared/doctor.ts'
import type { HashKind } from '../shared/hashes.ts'
import type { Events } from './events.ts'
import type { CheckedDetails } from './form/details-check.ts'
import type { OperatorForm } from './form/operator-form.ts'
import type { ClientAddress } from './identity/client-address.ts'
import type { Gate } from './identity/gate.ts'
import type { IssuedLinks } from './identity/issued-links.ts'
import type { Links } from './identity/links.ts'
import type { Rate } from './identity/rates.ts'
import type { Revocations } from './identity/revocations.ts'
import type { Counter } from './identity/usage.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { OlderReceipts } from './ledger/older-receipts.ts'
import type { ReceiptSigner } from './receipts/signature.ts'
import type { Presigner } from './s3/presign.ts'
import type { RelayLimits } from './s3/relay.ts'
import type { ObjectStore, StoreAbility } from './s3/store.ts'
import type { Tokens } from './token.ts'
import type { Arrivals } from './uploads/arrivals.ts'
import type { Lookouts } from './uploads/lookouts.ts'
import type { Turns } from './uploads/turns.ts'
import type { Waits } from './uploads/waits.ts'

/** What an operator decides about uploads. */
export interface UploadSettings {
  readonly keyPrefix: string
  readonly receiptPrefix: string
  /** Of what the servers keep in the bucket for each other. */
  readonly statePrefix: string
  /** Bytes. */
  readonly maxFileSize: number
  /** Seconds. */
  readonly presignLifetime: number
  /** Seconds. */
  readonly uploadLifetime: number
  /** Whether parts may be sent through the server. */
  readonly partRoute: boolean
  /** What browsers hash whole files by, where no form asks for more. */
  readonly wholeFileHashes: readonly HashKind[]
}

/** All that the API's routes stand on. */
export interface Dependencies {
  readonly settings: UploadSettings
  readonly store: ObjectStore
  /** For browsers. */
  readonly presigner: Presigner
  /** For the server itself, which may reach the store by another address. */
  readonly innerPresigner: Presigner
  readonly relayLimits: RelayLimits
  readonly arrivals: Arrivals
  /** Of those who send the same part through the server. */
  readonly turns: Turns
  /** For parts that were being sent by another way when they were handed over. */
  readonly waits: Waits
  /** Of those who wait for them. */
  readonly lookouts: Lookouts
  /** Found once by trying; throws while the store is away. */
  readonly ability: () => Promise<StoreAbility>
  readonly tokens: Tokens
  /** Of another key: what they allow is to look on, and no upload's token allows that. */
  readonly watchTokens: Tokens
  /** Who asks. */
  readonly gate: Gate
  readonly links: Links
  readonly revocations: Revocations
  /** What is known of links that were made. */
  readonly issuedLinks: IssuedLinks
  /** The subject of the account that its provider calls so; undefined where there are no accounts. */
  readonly subjectOfAccount: (name: string) => string | undefined
  /** What became of uploads, for admins. */
  readonly ledgers: { readonly verified: Ledger; readonly failed: Ledger }
  readonly olderReceipts: OlderReceipts
  readonly prices: Prices | undefined
  readonly receipts: ReceiptSigner
  /** Undefined where nothing is asked about files. */
  readonly form: OperatorForm | undefined
  readonly checkDetails: (given: Answers | undefined) => CheckedDetails
  readonly counter: Counter
  readonly rates: { readonly person: Rate; readonly address: Rate; readonly doctor: Rate }
  /** What is wrong with the bucket and the settings, found by trying. */
  readonly examine: () => Promise<readonly Finding[]>
  readonly clientAddress: ClientAddress
  /** Where all is told that operators are to see. */
  readonly events: Events
  /** Makes keys unguessable. */
  readonly keySecret: Uint8Array
  /** ms since 1970. */
  readonly now: () => number
  readonly log: Logger
  /** The program's. */
  readonly version: string
  /** The built page; undefined where something else serves it. */
  readonly webFolder: string | undefined
  /** Whether browsers reach the page by https. */
  readonly https: boolean
}
