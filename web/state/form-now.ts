/** The operator's form as it is now, as far as this browser can know. */
import { asked, form } from './invitation.ts'
import { forgetRemembered, readRemembered } from './remembered-answers.ts'
import { stored } from '../system/stored.ts'

/** ms to wait for the server to say whether it has a form. */
const PATIENCE = 3000

/** The schema as the server has it now, or else had it last; null where there is none. */
export async function schemaNow(): Promise<unknown> {
  await answered()
  const known = form.peek()
  if (known === null) stored(forgetRemembered)
  return known === undefined ? (stored(readRemembered)?.schema ?? null) : known
}

function answered(): Promise<void> {
  if (asked.peek()) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(end, PATIENCE)
    const stop = asked.subscribe((isSo) => {
      if (isSo) end()
    })
    function end(): void {
      clearTimeout(timer)
      stop()
      resolve()
    }
  })
}
