/** What the person allows all uploads of this browser together, as the page knows it. */
import { signal } from '@preact/signals'
import { limitAt, type Bandwidth } from '../../shared/bandwidth.ts'
import { bandwidth as askBandwidth } from '../worker-door.ts'

/** As the worker told it last; null before it has. */
export const bandwidth = signal<Bandwidth | null>(null)

/** Asks the worker for it; from then on each change is told. */
export async function learnLimit(): Promise<void> {
  bandwidth.value = await askBandwidth()
}

/** The limit, bytes a second, at a time in ms since 1970; null for none. */
export function limitFor(now: number): number | null {
  const time = new Date(now)
  const { value } = bandwidth
  return value && limitAt(value, time.getHours() * 60 + time.getMinutes())
}
