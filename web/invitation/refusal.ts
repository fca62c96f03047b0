import type { ErrorCode } from '../../shared/errors.ts'

/** Why nothing new may be sent. */
export type Refusal = Extract<ErrorCode, `link_${string}` | 'sign_in_required'> | 'link_damaged'
