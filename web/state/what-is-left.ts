import { computed } from '@preact/signals'
import { lookUp } from './invitation.ts'
import { list } from './uploads.ts'

/** ms in which uploads that end are gathered. */
const PAUSE = 1000

const ended = computed(() => {
  const { verified, failed } = list.totals.value.states
  return verified + failed
})

/** Asks what a link still allows once uploads have ended. */
export function followWhatIsLeft(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  ended.subscribe(() => {
    clearTimeout(timer)
    timer = setTimeout(() => void lookUp(), PAUSE)
  })
}
