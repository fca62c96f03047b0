import { removed } from '../state/removal.ts'
import { undo } from './undo.tsx'

/** Where the key undoes what was written. */
const WRITTEN = 'input:not([type=checkbox], [type=radio]), textarea, select, dialog'

/** The usual key: the button stands behind all rows, which may be thousands of stops away. */
document.addEventListener('keydown', (event) => {
  const isKey = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
  if (!isKey || letterOf(event) !== 'z' || removed.peek().length === 0) return
  if (event.target instanceof Element && event.target.closest(WRITTEN)) return
  event.preventDefault()
  undo()
})

/** Of a layout without Latin letters, such as the Arabic one, the letter that its key has in others. */
function letterOf({ key, code }: KeyboardEvent): string {
  return (/^\p{Script=Latin}$/u.test(key) ? key : code.replace('Key', '')).toLowerCase()
}
