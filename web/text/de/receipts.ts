import { hashNames } from '../hash-names.ts'
import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const receipts = ({ format }: Words): Later['receipts'] => ({
  back: 'Alle Dateien',
  toUpload: 'Dieser Upload',
  toCheck: 'Eine Quittung prüfen',
  open: 'Als Seite öffnen',
  print: 'Drucken',
  printHint: 'Um sie als PDF aufzubewahren, wählen Sie das anstelle eines Druckers.',
  noReceipt: 'Von diesem Upload gibt es noch keine Quittung',
  noReceiptNext: 'Sie entsteht, wenn die Datei geprüft ist.',
  verifiedMeans: 'Was „Geprüft“ heißt.',
  verified: (isSigned) =>
    `Der Browser hat die Prüfsumme jedes Teils aus der Datei berechnet, der Speicher hat sie mit dem verglichen, was ankam, und dieser Dienst hat das Ganze mit dem verglichen, was der Speicher dann hatte${isSigned ? ', und diese Quittung signiert' : ''}.`,

  heading: 'Eine Quittung prüfen',
  lead: 'Wählen Sie eine Quittung, die als JSON gespeichert wurde, und die Datei, zu der sie gehört. Beide bleiben auf diesem Gerät: Die Datei wird hier gelesen und nirgendwohin gesendet.',
  receipt: 'Quittung',
  file: 'Datei',
  chooseReceipt: 'Quittung wählen',
  chooseFile: 'Datei wählen',
  release: 'Quittung oder Datei zum Prüfen loslassen',
  check: 'Prüfen',
  stop: 'Anhalten',
  reading: (share) => `Die Datei wird gelesen: ${format.percent(share)}`,
  noReceiptFile:
    'Das ist keine Quittung von Longhaul. Wählen Sie die JSON-Datei, die gespeichert wurde.',
  unreadable:
    'Die Datei war nicht bis zum Ende lesbar. Wählen Sie sie noch einmal, und prüfen Sie den Datenträger, wenn es wieder geschieht.',
  signature: 'Signatur',
  signed: (key) => `Von diesem Dienst, mit seinem Schlüssel ${format.name(key)}`,
  flaws: {
    none: 'Die Quittung hat keine: Sie entstand, bevor Quittungen signiert wurden.',
    'unknown-key':
      'Sie ist von einem Schlüssel, den dieser Dienst nicht hat: Die Quittung ist von einem anderen.',
    'not-by-key': 'Sie ist nicht von dem Schlüssel, den die Quittung nennt.',
    'no-receipt': 'Sie gilt etwas, das keine Quittung ist.',
    'other-key': 'Sie ist von einem anderen Schlüssel, als die Quittung sagt.',
    changed: 'Die Quittung wurde verändert, nachdem sie signiert worden war.',
  },
  changedFacts: (names) => `Verändert: ${format.list(names)}`,
  noKeys:
    'Nicht geprüft: Die Schlüssel des Dienstes waren nicht zu bekommen. Prüfen Sie mit einer Verbindung noch einmal.',
  noEd25519:
    'Nicht geprüft: Dieser Browser kennt kein Ed25519. Nehmen Sie einen neueren, oder „longhaul verify“ auf einem Computer.',
  facts: {
    size: 'Größe',
    crc64nvme: 'CRC64NVME',
    parts: 'MD5 der MD5s aller Teile',
    etag: 'ETag',
    ...hashNames,
  },
  outcomes: { matches: 'Stimmt überein', differs: 'Ist anders', unknown: 'Nicht vergleichbar' },
  stated: (value) => `In der Quittung: ${format.name(value)}`,
  found: (value) => `Von der Datei: ${format.name(value)}`,
  verdicts: {
    good: {
      heading: 'Die Datei ist, was die Quittung aussagt',
      what: 'Die Quittung ist von diesem Dienst signiert, und Größe und Prüfsummen der Datei sind die, die darin stehen.',
    },
    'by-crc-alone': {
      heading: 'Die Datei ist, was die Quittung aussagt',
      what: 'Die Quittung ist von diesem Dienst signiert, und Größe und Prüfsumme stimmen überein. Verglichen wurde nur mit CRC64NVME: Das findet Schäden, aber keine absichtliche Veränderung.',
    },
    'without-sha256': {
      heading: 'Die Datei stimmt überein, verglichen ohne SHA-256',
      what: 'Die Quittung ist von diesem Dienst signiert, und Größe und Prüfsummen stimmen überein. Verglichen wurde ohne SHA-256: Das findet Schäden und was andere verändern, aber keine andere Datei, die der Absender eigens passend gemacht hat.',
    },
    unsigned: {
      heading: 'Die Datei stimmt überein, aber die Quittung ist nicht bewiesen',
      what: 'Größe und Prüfsummen stimmen überein. Ob dieser Dienst die Quittung geschrieben hat, war nicht herauszufinden: siehe unten. Bis dahin kann sie jeder geschrieben haben.',
    },
    'size-only': {
      heading: 'Nur die Größe wurde verglichen',
      what: 'Die Quittung hat keine Prüfsumme, die sich vergleichen lässt. Der Inhalt ist also nicht bewiesen.',
    },
    disproved: {
      heading: 'Verlassen Sie sich nicht auf diese Datei',
      what: 'Sie ist, was angekommen ist, und die Quittung ist gut. Der Browser, der sie gesendet hat, fand die Datei dort aber danach verändert: Sie wurde beim Senden oder später geändert. Bitten Sie, wer sie gesendet hat, sie noch einmal zu senden.',
    },
    'another-file': {
      heading: 'Die Datei ist nicht, was die Quittung aussagt',
      what: 'Es ist eine andere Datei, oder sie wurde verändert. Prüfen Sie, ob Sie die richtige gewählt haben und die Quittung, die zu ihr gehört.',
    },
    'not-believed': {
      heading: 'Dieser Quittung ist nicht zu trauen',
      what: 'Ihre Signatur ist nicht gut: Sie wurde verändert, oder sie ist von einem anderen Dienst. Bitten Sie um die Quittung, wie sie gespeichert wurde.',
    },
  },
})
