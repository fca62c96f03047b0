import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const content = ({ format }: Words): Later['content'] => ({
  disks: {
    ewf: (kind) => `forensisches Abbild, ${kind}`,
    aff: (kind) => `forensisches Abbild, ${kind}`,
    machine: (kind) => `Datenträger einer virtuellen Maschine, ${kind}`,
    optical: (kind) => `Abbild einer optischen Disc, ${kind}`,
    partitions: () => 'Abbild eines Datenträgers mit Partitionstabelle (GPT)',
  },
  is: (what) => `Dem Inhalt nach: ${what}`,
  pixels: (width, height) => `${format.number(width)} × ${format.number(height)} Pixel`,
  long: (duration) => `Länge ${duration}`,
  other: (ending, what) =>
    `Der Name endet auf .${ending}, der Inhalt ist aber etwas anderes: ${what}. Gesendet wird die Datei, wie sie ist.`,
})
