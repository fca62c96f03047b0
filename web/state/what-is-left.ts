import { computed } from '@preact/signals'
import { lookUp } from './invitation.ts'
import { list } from './uploads.ts'

/** ms in which uploads that end are gathered. */
const PAUSE = 1000

const changes = computed(() => {
  const { held, states } = list.totals.value
  return `${held} ${states.verified + states.failed}`
})

/** Asks what may still be sent once uploads have ended, or wait for somebody: for a sign-in, it may be. */
export function followWhatIsLeft(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  changes.subscribe(() => {
    clearTimeout(timer)
    timer = setTimeout(() => void lookUp(), PAUSE)
  })
}
