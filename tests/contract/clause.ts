import type { S3Server } from '../servers/s3-server.ts'
import type { S3 } from './s3.ts'

/** What an S3 server must do: it resolves when the server does it, and throws what it saw else. */
export type Clause = (s3: S3) => Promise<void>

/** Clauses by what they ask, in words that complete "the server …". */
export type Clauses = Readonly<Record<string, Clause>>

/** One thing of the contract that a server is known not to do. */
export interface Lack {
  /** What the server does instead, in words. */
  readonly instead: string
  /** What the clause must throw, as "name: message": the lack is there, and is this one. */
  readonly seen: RegExp
  /** Whether other builds of the same version do as the clause asks. */
  readonly varies?: true
}

/** By the words of the clause. */
export type Lacks = Readonly<Record<string, Lack>>

export type StartServer = (options: { corsOrigins: readonly string[] }) => Promise<S3Server>
