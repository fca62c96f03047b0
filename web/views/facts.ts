import type { UploadView } from '../../shared/messages.ts'
import { now } from '../state/page.ts'
import { format, text } from '../text/en.ts'
import type { Upload } from '../uploads/list.ts'
import { secondsLeft, speedOf } from '../uploads/speed.ts'

/** In a few words how far an upload is. Changes each second while it has a speed. */
export function factsOf(upload: Upload, view: UploadView): string[] {
  const { state, size, sent, inFlight } = view
  const whole = format.bytes(size)
  if (state === 'verified' || state === 'cancelled') return [whole]
  const facts = [text.row.arrived(format.bytes(sent), whole)]
  if (state !== 'uploading') return facts
  if (inFlight > 0) facts.push(text.row.underWay(format.bytes(inFlight)))
  const speed = speedOf(upload.arrivals(), now.value)
  const left = secondsLeft(size - sent, speed)
  if (speed !== null) facts.push(format.speed(speed))
  if (left !== null) facts.push(text.row.left(format.duration(left)))
  return facts
}
