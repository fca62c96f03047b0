import { dialog } from '../state/dialogs.ts'
import { lazy } from './lazy.tsx'
import { loadTools } from './load-tools.ts'

const DialogView = lazy(async () => (await loadTools()).DialogView)

/** The dialog that is open, if any. */
export function Dialogs() {
  const open = dialog.value
  return open && <DialogView open={open} />
}
