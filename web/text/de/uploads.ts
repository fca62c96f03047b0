import type { Later } from '../en-later.ts'
import { refusals } from './invitation.ts'
import type { Words } from './words.ts'

export const uploads = ({
  files,
  format,
  plural,
  uploads,
}: Words): Pick<
  Later,
  | 'states'
  | 'fault'
  | 'row'
  | 'safety'
  | 'again'
  | 'lost'
  | 'confirm'
  | 'announce'
  | 'watchLink'
  | 'invitation'
> => ({
  states: {
    waiting: 'Wartet',
    uploading: 'Wird gesendet',
    paused: 'Pausiert',
    finishing: 'Wird abgeschlossen',
    verified: 'Geprüft',
    failed: 'Fehlgeschlagen',
    cancelled: 'Abgebrochen',
    disproved: 'Stimmt nicht überein',
  },

  fault:
    'In Longhaul ist ein Fehler. Laden Sie die Seite neu und versuchen Sie es noch einmal. Uploads laufen inzwischen weiter.',

  row: {
    progress: (name) => `Fortschritt von ${format.name(name)}`,
    speedOf: (speed, limit) => `${speed} von höchstens ${limit}`,
    arrived: (sent, size) => `${sent} von ${size}`,
    arrivedValue: (percent, sent, size, underWay) =>
      underWay === null
        ? `${percent}, ${sent} von ${size} angekommen`
        : `${percent}, ${sent} von ${size} angekommen, etwa ${underWay} unterwegs`,
    underWay: (bytes) => `etwa ${bytes} unterwegs`,
    left: (duration) => `noch ${duration}`,
    emptyFolder: 'leerer Ordner',
    inFolder: (path) => `in ${format.name(path)}`,
    offline: 'Kein Netz: Es geht weiter, sobald es wieder da ist.',
    tryingAgain: (duration) => `Nächster Versuch in ${duration}`,
    tryingNow: 'Wird jetzt noch einmal versucht.',
    failedNext: 'Wählen Sie „Wiederholen“.',
    finishing: 'Alle Teile sind angekommen. Das Ganze wird geprüft.',
    sizeOnly: 'Als Ganzes wurde nur die Größe verglichen: siehe Quittung.',
    unhashed: 'Einige Teile wurden mit nichts verglichen: siehe Quittung.',
    pause: 'Pausieren',
    resume: 'Fortsetzen',
    cancel: 'Abbrechen',
    retry: 'Wiederholen',
    remove: 'Entfernen',
    receipt: 'Quittung',
    continue: 'Fortfahren',
    chooseAgain: 'Erneut wählen',
    of: (action, name) => `${action}: ${format.name(name)}`,
  },

  safety: {
    nothing: 'Noch ist nichts angekommen. Ihre eigenen Dateien werden nur gelesen, nie verändert.',
    some: (bytes) =>
      `Der Speicher hat schon ${bytes} und behält, was er hat: Nach einer Unterbrechung wird nur der Rest gesendet. Als Ganzes bewiesen ist eine Datei, wenn sie geprüft ist.`,
    failed: (count) =>
      plural(count, {
        one: '# Datei ist fehlgeschlagen: Verlassen Sie sich nicht auf sie, bevor sie geprüft ist.',
        other:
          '# Dateien sind fehlgeschlagen: Verlassen Sie sich nicht auf sie, bevor sie geprüft sind.',
      }),
    done: 'Alle Dateien liegen vollständig im Speicher, und ihre Prüfsummen stimmen mit denen überein, die dieser Browser berechnet hat. Die Quittungen belegen es.',
    unproved: (count) =>
      plural(count, {
        one: 'Alle Dateien liegen vollständig im Speicher, aber # Datei konnte nicht ganz verglichen werden. Was verglichen wurde, sagt die Quittung.',
        other:
          'Alle Dateien liegen vollständig im Speicher, aber # Dateien konnten nicht ganz verglichen werden. Was verglichen wurde, sagen die Quittungen.',
      }),
  },

  again: {
    continueAll: (count) =>
      plural(count, { one: '# Upload fortsetzen', other: '# Uploads fortsetzen' }),
    continueWhy: (count) =>
      plural(count, {
        one: 'Der Browser braucht Ihre Erlaubnis, # Datei wieder zu lesen.',
        other: 'Der Browser braucht Ihre Erlaubnis, # Dateien wieder zu lesen.',
      }),
    gone: (count) =>
      plural(count, {
        one: '# Upload braucht seine Datei noch einmal. Legen Sie die Datei oder ihren Ordner noch einmal ab oder wählen Sie sie aus, dann geht es an derselben Stelle weiter.',
        other:
          '# Uploads brauchen ihre Dateien noch einmal. Legen Sie die Dateien oder ihren Ordner noch einmal ab oder wählen Sie sie aus, dann geht es an derselben Stelle weiter.',
      }),
    refused:
      'Der Browser hat es nicht erlaubt. Wählen Sie „Fortfahren“, um noch einmal gefragt zu werden.',
    differs: (name, what) =>
      `Das ist nicht die Datei, die als ${format.name(name)} hinzugefügt wurde: ${what}.`,
    differentName: (chosen) => `Sie heißt ${format.name(chosen)}`,
    differentSize: (chosen, expected) => `Sie hat ${chosen} statt ${expected}`,
    differentDate: 'Sie wurde seitdem verändert',
  },

  lost: {
    goesOn: (count) =>
      plural(count, {
        one: 'Der Browser hat die Aufzeichnungen von Longhaul gelöscht. Diese Seite hat die Datei von # Upload noch und macht damit weiter.',
        other:
          'Der Browser hat die Aufzeichnungen von Longhaul gelöscht. Diese Seite hat die Dateien von # Uploads noch und macht damit weiter.',
      }),
    addAgain: (count) =>
      plural(count, {
        one: 'Der Browser hat Longhauls Aufzeichnungen zu # Upload gelöscht. Fügen Sie die Datei noch einmal hinzu, dann geht es an derselben Stelle weiter:',
        other:
          'Der Browser hat Longhauls Aufzeichnungen zu # Uploads gelöscht. Fügen Sie die Dateien noch einmal hinzu, dann geht es an derselben Stelle weiter:',
      }),
  },

  confirm: {
    heading: (count) => `${uploads(count)} abbrechen?`,
    one: (name, sent) =>
      `Der Speicher hat schon ${sent} von ${format.name(name)}. Beim Abbrechen wird das dort gelöscht; Ihre eigene Datei bleibt.`,
    many: (sent) =>
      `Der Speicher hat schon ${sent}. Beim Abbrechen wird das dort gelöscht; Ihre eigenen Dateien bleiben.`,
    yes: (count) => `${uploads(count)} abbrechen`,
    no: 'Weiter senden',
  },

  announce: {
    added: (count) => `${files(count)} hinzugefügt.`,
    verified: (count) => `${files(count)} geprüft.`,
    verifiedOne: (name) => `${format.name(name)} geprüft.`,
    failed: (count) => `${uploads(count)} fehlgeschlagen.`,
    failedOne: (name) => `${format.name(name)} fehlgeschlagen.`,
    held: (count) =>
      plural(count, { one: '# Upload braucht Sie.', other: '# Uploads brauchen Sie.' }),
    heldOne: (name, what) => `${format.name(name)} braucht Sie. ${what}`,
  },

  watchLink: {
    show: 'Auf einem anderen Gerät zeigen',
    tooOld:
      'Dieser Upload wurde vor zu langer Zeit begonnen, um ihn auf einem anderen Gerät zu zeigen.',
    failed:
      'Es gibt keinen Link, da der Server keinen ausgestellt hat. Versuchen Sie es gleich noch einmal.',
  },

  invitation: {
    refusals,
    signIn: 'Anmelden',
    closed: 'Zurzeit können keine Dateien hinzugefügt werden.',
    left: (count, bytes) => {
      const left = [
        ...(count === null ? [] : [files(count)]),
        ...(bytes === null ? [] : [format.bytes(bytes)]),
      ]
      return left.length === 0 ? null : `Sie können noch ${format.list(left)} senden.`
    },
    full: 'Über diesen Link wurde alles gesendet, was erlaubt ist. Was begonnen wurde, läuft weiter. Wenn Sie mehr senden müssen, wenden Sie sich an die Person, von der Sie ihn haben.',
    until: (time) => `Dieser Link gilt bis ${time}.`,
  },
})
