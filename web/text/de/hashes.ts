import { hashNames } from '../hash-names.ts'
import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const hashes = ({ format, files, plural }: Words): Later['hashes'] => ({
  heading: 'Hashes der ganzen Datei',
  byBrowser:
    'Aus der Datei berechnet von dem Browser, der sie gesendet hat. Kein Server hat ihre Bytes gelesen.',
  reading: (share) => `Wird berechnet: ${share}`,
  held: (share) =>
    `Berechnet bis ${share}. Es geht weiter, wenn Dateien nicht mehr so schnell gesendet werden wie jetzt, damit es sie nicht aufhält.`,
  waiting: 'Wird berechnet, wenn sie an der Reihe ist.',
  file: 'Wartet auf die Datei. Erlauben Sie, sie zu lesen, oder wählen Sie sie noch einmal.',
  changed:
    'Nicht berechnet: Die Datei wurde verändert, nachdem sie hinzugefügt worden war. Fügen Sie sie so, wie sie jetzt ist, noch einmal hinzu, wenn Sie sie so senden wollen.',
  doubt: 'Was von der Datei gelesen wurde, ist nicht, was gesendet wurde.',
  again:
    'Ein Laufwerk kann sich einmal verlesen: Darum wird die Datei noch einmal gelesen, bevor sie als eine andere gilt.',
  doubtOf: (name) =>
    `Was von ${format.name(name)} gelesen wurde, ist nicht, was gesendet wurde. Öffnen Sie den Upload und geben Sie die Datei noch einmal an, damit sie noch einmal gelesen werden kann.`,
  refused:
    'Berechnet, aber der Server nimmt ihn nicht mehr in die Quittung auf. Notieren Sie ihn, falls Sie ihn brauchen.',
  another: 'Was gesendet wurde, ist nicht diese Datei, wie sie jetzt ist.',
  anotherWhy:
    'Sie wurde verändert, während sie gesendet wurde oder danach, und Größe und Datum blieben gleich. Was angekommen ist, kann aus zwei Fassungen bestehen: Verlassen Sie sich nicht darauf.',
  anotherNext:
    'Fügen Sie die Datei so, wie sie sein soll, noch einmal hinzu, und sagen Sie allen Bescheid, die die Quittung haben.',
  anotherAsk:
    'Bitten Sie, wer die Datei gesendet hat, sie noch einmal so zu senden, wie sie sein soll.',
  anotherNote:
    'Verlassen Sie sich nicht darauf: Was gesendet wurde, ist nicht diese Datei, wie sie jetzt ist.',
  anotherHeading: (count) => `Verlassen Sie sich nicht auf ${files(count)}`,
  anotherSafety: (count) =>
    plural(count, {
      one: 'Was von # Datei gesendet wurde, ist nicht die Datei, wie sie jetzt ist. Was zu tun ist, steht beim Upload.',
      other:
        'Was von # Dateien gesendet wurde, sind nicht die Dateien, wie sie jetzt sind. Was zu tun ist, steht bei den Uploads.',
    }),
  anotherOf: (name) =>
    `Was von ${format.name(name)} gesendet wurde, ist nicht diese Datei, wie sie jetzt ist: Verlassen Sie sich nicht darauf. Was zu tun ist, steht beim Upload.`,
  soon: 'Steht in der Quittung, sobald die Datei geprüft ist.',
  none: 'Nicht berechnet.',
  closing: (count) =>
    `Alles ist gesendet. Die Hashes von ${files(count)} werden noch berechnet. Lassen Sie diese Seite dafür offen, sonst geht es weiter, wenn Sie sie wieder öffnen.`,
  compute: 'Jetzt berechnen',
  allow: 'Erlauben und fortfahren',
  choose: 'Datei wählen',
  otherFile:
    'Das ist nicht die Datei, die hinzugefügt wurde: Größe oder Datum sind andere. Wählen Sie die, die Sie hinzugefügt haben.',

  entered: (kind) => `${hashNames[kind]}, wie er eingegeben wurde`,
  matches: 'Stimmt überein: Die Datei hat diesen Hash.',
  differs: 'Stimmt nicht überein: Die Datei hat einen anderen Hash.',
  pending: 'Wird berechnet: Verglichen wird, sobald er bekannt ist.',
  notCompared: 'Nicht verglichen: Der Hash der Datei selbst wurde nicht berechnet.',
  alarm: 'Die Datei stimmt nicht mit dem Hash ihrer Sicherung überein',
  alarmWhat: (kind, found) =>
    `Ihr ${hashNames[kind]} ist ${format.name(found)}, eingegeben wurde ein anderer. Was Sie haben und was gesendet wurde, bleibt, wie es ist.`,
  alarmNote: 'Ihr Hash ist nicht der Hash der Sicherung, der eingegeben wurde.',
  differHeading: (count) => `Prüfen Sie den Hash von ${files(count)}`,
  alarmCount: (count) =>
    plural(count, {
      one: '# Datei stimmt nicht mit dem Hash ihrer Sicherung überein. Was zu tun ist, steht beim Upload.',
      other:
        '# Dateien stimmen nicht mit den Hashes ihrer Sicherung überein. Was zu tun ist, steht bei den Uploads.',
    }),
  alarmNext: [
    'Vergleichen Sie das Eingegebene mit Ihrem Protokoll der Sicherung: Vielleicht ist dort eine Stelle falsch.',
    'Ist es richtig, dann ist dies eine andere Datei, oder sie wurde nach der Sicherung verändert. Bewahren Sie sie auf, berechnen Sie den Hash des Originals noch einmal und sagen Sie den Verantwortlichen Bescheid, bevor Sie weitermachen.',
  ],
})
