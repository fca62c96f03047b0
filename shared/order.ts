/** The order in which uploads are served, which is also that of their list. */
import * as v from 'valibot'

/** The more urgent first. */
export const PRIORITIES = ['high', 'normal', 'low'] as const
export type Priority = (typeof PRIORITIES)[number]

export const prioritySchema = v.picklist(PRIORITIES)

/** By what an upload has its place. */
export interface Ordered {
  readonly id: string
  /** ms since 1970. */
  readonly addedAt: number
  /** Among those of its priority, the least first; as it was added where there is none. */
  readonly place?: number | undefined
  /** `normal` where there is none. */
  readonly priority?: Priority | undefined
}

/** 0 for the most urgent. */
export function rankOf({ priority = 'normal' }: Pick<Ordered, 'priority'>): number {
  return PRIORITIES.indexOf(priority)
}

export function placeOf({ place, addedAt }: Ordered): number {
  return place ?? addedAt
}

/** To sort by; 0 for an upload and itself alone. */
export function inOrder(a: Ordered, b: Ordered): number {
  return rankOf(a) - rankOf(b) || placeOf(a) - placeOf(b) || (a.id < b.id ? -1 : +(a.id > b.id))
}
