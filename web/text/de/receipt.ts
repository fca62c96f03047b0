import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const receipt = ({ format, plural }: Words): Later['receipt'] => ({
  proofs: {
    'object-checksum':
      'Der Speicher hat die Prüfsumme des ganzen Objekts berechnet; sie stimmt mit der überein, die der Browser aus der Datei berechnet hat.',
    'parts-checksum':
      'Der Speicher hat jeden Teil beim Eintreffen kontrolliert, und sein ETag des Ganzen stimmt mit dem überein, den der Browser aus der Datei berechnet hat.',
    'size-only':
      'Dieser Speicher kontrolliert keine Inhalte: Nur die Größe wurde verglichen. Der Inhalt ist nicht bewiesen.',
  },
  algorithms: { crc64nvme: 'CRC64NVME', md5: 'MD5 der MD5s aller Teile', none: 'Keine' },
  heading: 'Quittung',
  name: 'Dateiname',
  bucket: 'Bucket',
  key: 'Schlüssel',
  size: 'Größe',
  parts: 'Teile',
  partsValue: (count, size) => `${format.number(count)}, bis auf den letzten zu je ${size}`,
  onePart: format.number(1),
  checksum: 'Prüfsumme',
  noChecksum: 'Der Speicher hat keine',
  etag: 'ETag',
  started: 'Begonnen',
  verified: 'Geprüft',
  completed: 'Abgeschlossen',
  disproved: 'Abweichung gefunden',
  proved: 'Was bewiesen wurde.',
  signature: 'Signatur',
  signedBy: (key) => `Von diesem Dienst, mit seinem Schlüssel ${format.name(key)}`,
  unsigned: 'Keine: Diese Quittung entstand, bevor Quittungen signiert wurden',
  unhashed: (count) =>
    plural(count, {
      one: 'Allerdings ging # Teil im Hintergrund hoch, bevor der Browser ihn für seine Prüfsumme gelesen hatte, und war danach nicht mehr lesbar: Für ihn gilt die Prüfsumme des Speichers, die mit nichts verglichen wurde.',
      other:
        'Allerdings gingen # Teile im Hintergrund hoch, bevor der Browser sie für ihre Prüfsummen gelesen hatte, und waren danach nicht mehr lesbar: Für sie gelten die Prüfsummen des Speichers, die mit nichts verglichen wurden.',
    }),
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyFailed: 'Der Browser hat das Kopieren nicht erlaubt. Speichern Sie die Quittung stattdessen.',
  save: 'Als JSON speichern',
  close: 'Schließen',
  sizeValue: (size, bytes) => `${size} (${plural(bytes, { one: '# Byte', other: '# Bytes' })})`,
  missing:
    'Die Quittung war nicht lesbar. Laden Sie diese Seite neu und versuchen Sie es noch einmal.',
})
