import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const bandwidth = ({ format }: Words): Later['bandwidth'] => ({
  heading: 'Tempolimit',
  what: 'Alle Uploads dieses Browsers zusammen senden nicht mehr als das, im Durchschnitt einer Minute.',
  now: (limit) => `Gilt gerade: ${limit === null ? 'kein Limit' : format.speed(limit)}`,
  usual: 'Übliches Limit',
  unit: 'MB/s',
  rateHint: 'Leer: kein Limit. 1 MB/s sind 8 Mbit/s.',
  spans: 'Zu bestimmten Tageszeiten',
  spansHint: 'Ein eigenes Limit statt des üblichen, jeden Tag nach der Uhr dieses Geräts.',
  overlap: 'Wo sich zwei überschneiden, gilt das obere.',
  span: (number) => `Zeit ${format.number(number)}`,
  from: 'Von',
  to: 'Bis',
  limit: 'Eigenes Limit',
  add: 'Zeit hinzufügen',
  remove: 'Entfernen',
  removeSpan: (number) => `Entfernen: Zeit ${format.number(number)}`,
  background:
    'Es gilt auch für das, was der Browser nach dem Schließen dieser Seite im Hintergrund selbst sendet, so wie es war, als er damit begann.',
  save: 'Speichern',
  close: 'Schließen',
  saved: 'Gespeichert. Es gilt ab dem nächsten Teil.',
  faulty: 'Noch nicht gespeichert: Sehen Sie sich die markierten Felder an.',
  failed:
    'Nicht gespeichert: Longhaul hat nicht geantwortet. Laden Sie diese Seite neu und versuchen Sie es noch einmal.',
  storageFull:
    'Nicht gespeichert: Der Speicherplatz des Browsers ist voll oder gestört. Schaffen Sie Platz auf diesem Gerät und speichern Sie noch einmal.',
  notARate: (least, most) =>
    `Geben Sie eine Zahl von ${format.decimal(least)} bis ${format.number(most)} ein, oder nichts für kein Limit.`,
  notATime: 'Geben Sie eine Tageszeit ein.',
  sameTime: 'Geben Sie eine andere Zeit als bei „Von“ ein.',
})
