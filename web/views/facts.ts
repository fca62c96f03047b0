import { isFolder } from '../../shared/folder.ts'
import type { UploadView } from '../../shared/messages.ts'
import { now } from '../state/page.ts'
import { paceOf } from '../state/time-left.ts'
import { format, later } from '../text/catalogue.ts'
import type { Upload } from '../uploads/list.ts'
import { OVER } from '../uploads/totals.ts'

/** In a few words how far an upload is. Changes each second while it has a speed. */
export function factsOf(upload: Upload, view: UploadView): string[] {
  const { state, size, sent, inFlight } = view
  const whole = isFolder(view) ? later.row.emptyFolder : format.bytes(size)
  if (OVER.has(state) || (state === 'waiting' && sent === 0)) return [whole]
  const facts = [later.row.arrived(format.bytes(sent), whole)]
  if (state !== 'uploading') return facts
  if (inFlight > 0) facts.push(later.row.underWay(format.bytes(inFlight)))
  const { speed, left } = paceOf(upload, upload.arrivals(), size - sent, now.value)
  if (speed !== null) facts.push(format.speed(speed))
  if (left !== null) facts.push(later.row.left(format.duration(left)))
  return facts
}
