import { UploadError, type ErrorCode } from '../../shared/errors.ts'
import type { Tape } from './tape.ts'

/** What is asked of the API, the store or the disk. */
export type Kind = 'create' | 'sign' | 'list' | 'discard' | 'send' | 'complete' | 'abort' | 'hash'

/** Failures that pass, and some that need the person; `internal` is thrown as what it would be. */
const FAULTS: readonly ErrorCode[] = [
  'network',
  'slow_down',
  'server_error',
  'timeout',
  'network',
  'slow_down',
  'bad_answer',
  'store_denied',
  'internal',
]
/** Those too that only one can get who has a token. */
const FAULTS_WITH_TOKEN: readonly ErrorCode[] = [...FAULTS, 'token_invalid', 'key_exists']

/** How a request fails before it has an effect, as the tape says. */
export function createFault(kind: Kind, tape: Tape): Error {
  const codes = kind === 'create' ? FAULTS : FAULTS_WITH_TOKEN
  const code = codes[tape.choose(codes.length)] ?? 'network'
  if (code === 'internal') return new TypeError('a fault of the program')
  const retryAfter = code === 'slow_down' ? tape.choose(3) * 50_000 : 0
  return new UploadError(code, 'before its effect', retryAfter > 0 ? { retryAfter } : {})
}
