/** What a person sees first, in German; see `en.ts`. */
import { home } from './de/home.ts'
import { refusals } from './de/invitation.ts'
import { problems } from './de/problems.ts'
import { views } from './de/views.ts'
import { files, format, plural, uploads } from './de/words.ts'
import type { Text } from './en.ts'

export { format } from './de/words.ts'

export const text: Text = {
  bandwidth: 'Tempolimit',
  name: 'Longhaul',
  home,
  problems,
  views,
  states: {
    waiting: 'Wartet',
    uploading: 'Wird gesendet',
    paused: 'Pausiert',
    finishing: 'Wird abgeschlossen',
    verified: 'Geprüft',
    failed: 'Fehlgeschlagen',
    cancelled: 'Abgebrochen',
  },

  start: {
    starting: 'Wird gestartet …',
    failed: 'Longhaul konnte nicht starten',
    failedNext:
      'Der Programmteil, der Dateien im Hintergrund sendet, konnte nicht geladen werden. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
    blocked:
      'Wenn es so bleibt, verbietet der Browser dieser Website vielleicht, im Hintergrund zu arbeiten: Prüfen Sie seine Einstellungen für Cookies und Websitedaten.',
    tryAgain: 'Noch einmal versuchen',
    outdated: 'Diese Seite ist älter als Ihre Uploads',
    outdatedWhy:
      'Die Uploads dieses Browsers stammen von einer neueren Version von Longhaul. Diese Version hat sie unverändert gelassen.',
    outdatedNext:
      'Laden Sie die Seite neu, um die neuere Version zu bekommen. Wenn diese Meldung bleibt, fragen Sie den Betreiber dieses Dienstes.',
    reload: 'Neu laden',
    unsupported: 'In diesem Browserfenster läuft Longhaul nicht',
    unsupportedWhy:
      'Longhaul sendet Dateien mit einem Service Worker, und dieses Fenster hat keinen. In privaten Fenstern von Firefox und in manchen eingebetteten Browsern ist er abgeschaltet.',
    unsupportedNext:
      'Öffnen Sie diese Adresse in einem normalen Fenster von Chrome, Edge, Firefox oder Safari.',
    insecure: 'Diese Adresse ist nicht sicher genug',
    insecureWhy:
      'Browser erlauben Service Worker, die hier die Dateien senden, nur unter https://-Adressen und auf dem eigenen Computer.',
    insecureNext:
      'Öffnen Sie diese Seite unter ihrer https://-Adresse oder, auf dem Computer, auf dem sie läuft, als http://localhost.',
  },

  invitation: {
    refusals,
    left: (count, bytes) => {
      const left = [
        ...(count === null ? [] : [files(count)]),
        ...(bytes === null ? [] : [format.bytes(bytes)]),
      ]
      return left.length === 0 ? null : `Sie können noch ${format.list(left)} senden.`
    },
    full: 'Über diesen Link wurde alles gesendet, was erlaubt ist. Was begonnen wurde, läuft weiter. Wenn Sie mehr senden müssen, wenden Sie sich an die Person, von der Sie ihn haben.',
    until: (time) => `Er gilt bis ${time}.`,
  },

  drop: {
    heading: 'Dateien hinzufügen',
    invitation: 'Dateien und Ordner irgendwo ablegen oder einfügen',
    chooseFiles: 'Dateien wählen',
    chooseFolder: 'Ordner wählen',
  },

  add: {
    adding: (count) =>
      plural(count, {
        one: 'Dateien werden hinzugefügt: bisher # Datei …',
        other: 'Dateien werden hinzugefügt: bisher # Dateien …',
      }),
    nothing: 'In Ihrer Auswahl waren keine Dateien.',
    unreadable: (count) =>
      plural(count, {
        one: '# Datei war nicht lesbar und wurde ausgelassen:',
        other: '# Dateien waren nicht lesbar und wurden ausgelassen:',
      }),
    tooLarge: (name) => `${format.name(name)} (größer, als ein Objekt sein kann: 48,8 TiB)`,
    more: (count) => `und ${format.number(count)} weitere`,
    given: (count) =>
      plural(count, {
        one: '# Upload hat seine Datei wieder und läuft weiter',
        other: '# Uploads haben ihre Dateien wieder und laufen weiter',
      }),
    full: 'Der Speicherplatz des Browsers ist voll oder gestört. Schaffen Sie Platz auf Ihrem Laufwerk und fügen Sie die Dateien dann noch einmal hinzu.',
    stopped: 'Der Rest war nicht lesbar. Fügen Sie ihn noch einmal hinzu.',
  },

  queue: {
    heading: 'Uploads',
    empty:
      'Noch keine. Sobald eine Datei angekommen ist, wird ihre Prüfsumme mit Ihrer verglichen, und Sie bekommen eine Quittung.',
    pauseAll: 'Alle pausieren',
    resumeAll: 'Alle fortsetzen',
    cancelAll: 'Alle abbrechen',
    retryFailed: 'Fehlgeschlagene erneut versuchen',
    removeFinished: 'Fertige entfernen',
    allActions: 'Für alle Uploads',
    progress: 'Fortschritt aller Uploads',
  },

  closing: {
    goesOn:
      'Sie können diese Seite schließen: Der Browser sendet den Rest dann selbst. Bevor Sie den Browser beenden oder den Computer herunterfahren, wählen Sie „Im Hintergrund abschließen“.',
    goesOnPartly: (room) =>
      `Sie können diese Seite schließen: Der Browser sendet dann noch etwa ${room} selbst, so viel hat bei ihm Platz. Was danach übrig ist, geht bei Ihrem nächsten Besuch weiter.`,
    goesOnSome: (some, all) =>
      plural(all, {
        one: `Sie können diese Seite schließen: Der Browser sendet ${format.number(some)} von # Upload selbst. Die anderen beginnen bei Ihrem nächsten Besuch. Bevor Sie den Browser beenden oder den Computer herunterfahren, wählen Sie „Im Hintergrund abschließen“.`,
        other: `Sie können diese Seite schließen: Der Browser sendet ${format.number(some)} von # Uploads selbst. Die anderen beginnen bei Ihrem nächsten Besuch. Bevor Sie den Browser beenden oder den Computer herunterfahren, wählen Sie „Im Hintergrund abschließen“.`,
      }),
    othersPause:
      'Andere Uploads pausieren, wenn diese Seite geschlossen wird, und gehen bei Ihrem nächsten Besuch weiter.',
    spent:
      'Diese Seite hat schon einmal an den Browser übergeben, und mehr erlaubt er nicht. Laden Sie sie neu, dann laufen Uploads beim Schließen wieder weiter; bis dahin pausieren sie.',
    reload: 'Neu laden',
    pauses:
      'Lassen Sie diese Seite offen, bis alles geprüft ist. Wird sie geschlossen, pausieren die Uploads, und nichts Angekommenes geht verloren: Sie gehen bei Ihrem nächsten Besuch weiter.',
    pausesHere:
      'Lassen Sie diese Seite offen, bis alles geprüft ist: Dieser Browser sendet nur, solange sie offen ist. Wird sie geschlossen, pausieren die Uploads, und nichts Angekommenes geht verloren: Sie gehen bei Ihrem nächsten Besuch weiter.',
  },

  background: {
    finish: 'Im Hintergrund abschließen',
    handingOver: 'Übergabe an den Browser. Bitte warten Sie, bevor Sie ihn beenden …',
    handedOver: (count) =>
      plural(count, {
        one: 'Der Browser sendet # Upload jetzt selbst, auch wenn diese Seite geschlossen ist. Sie können ihn beenden: Es geht weiter, wenn er wieder gestartet wird.',
        other:
          'Der Browser sendet # Uploads jetzt selbst, auch wenn diese Seite geschlossen ist. Sie können ihn beenden: Es geht weiter, wenn er wieder gestartet wird.',
      }),
    title: (count) =>
      plural(count, { one: '# Upload wird gesendet', other: '# Uploads werden gesendet' }),
    leftOut: (size) =>
      `Für ${size} davon hat der Browser keinen Platz. Das geht auf dieser Seite weiter oder bei Ihrem nächsten Besuch.`,
    none: 'Im Moment gibt es nichts zu übergeben. Versuchen Sie es in ein paar Sekunden noch einmal.',
    refused:
      'Der Browser hat es nicht angenommen: Vielleicht fehlt ihm Platz, oder er hat schon Uploads dieser Seite übernommen. Die Uploads laufen auf dieser Seite weiter; lassen Sie sie offen.',
    sending: 'Der Browser sendet es im Hintergrund.',
    pausedHere:
      'Auf dieser Seite pausiert. Was der Browser übernommen hat, sendet er weiter; nur „Abbrechen“ hält das an.',
  },

  row: {
    progress: (name) => `Fortschritt von ${format.name(name)}`,
    arrived: (sent, size) => `${sent} von ${size}`,
    arrivedValue: (percent, sent, size, underWay) =>
      underWay === null
        ? `${percent}, ${sent} von ${size} angekommen`
        : `${percent}, ${sent} von ${size} angekommen, etwa ${underWay} unterwegs`,
    underWay: (bytes) => `etwa ${bytes} unterwegs`,
    left: (duration) => `noch ${duration}`,
    inFolder: (path) => `in ${format.name(path)}`,
    offline: 'Kein Netz: Es geht weiter, sobald es wieder da ist.',
    tryingAgain: (duration) => `Nächster Versuch in ${duration}`,
    tryingNow: 'Wird jetzt noch einmal versucht.',
    failedNext: 'Wählen Sie „Erneut versuchen“.',
    finishing: 'Alle Teile sind angekommen. Das Ganze wird geprüft.',
    sizeOnly: 'Als Ganzes wurde nur die Größe verglichen: siehe Quittung.',
    pause: 'Pausieren',
    resume: 'Fortsetzen',
    cancel: 'Abbrechen',
    retry: 'Erneut versuchen',
    remove: 'Entfernen',
    receipt: 'Quittung',
    continue: 'Fortfahren',
    chooseAgain: 'Datei erneut wählen',
    of: (action, name) => `${action}: ${format.name(name)}`,
  },

  watchLink: {
    show: 'Auf einem anderen Gerät zeigen',
    tooOld:
      'Dieser Upload wurde vor zu langer Zeit begonnen, um ihn auf einem anderen Gerät zu zeigen.',
    failed:
      'Es gibt keinen Link, da der Server keinen ausgestellt hat. Versuchen Sie es gleich noch einmal.',
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
      `${sent} von ${format.name(name)} sind angekommen. Beim Abbrechen werden sie aus dem Speicher gelöscht; Ihre eigene Datei bleibt.`,
    many: (sent) =>
      `${sent} sind angekommen. Beim Abbrechen werden sie aus dem Speicher gelöscht; Ihre eigenen Dateien bleiben.`,
    yes: (count) => `${uploads(count)} abbrechen`,
    no: 'Weiter senden',
  },

  receipt: {
    sizeValue: (size, bytes) => `${size} (${plural(bytes, { one: '# Byte', other: '# Bytes' })})`,
    missing:
      'Die Quittung war nicht lesbar. Laden Sie diese Seite neu und versuchen Sie es noch einmal.',
  },

  banner: {
    offline: 'Kein Netz. Uploads laufen von selbst weiter, sobald es wieder da ist.',
    silent:
      'Der Programmteil, der Dateien im Hintergrund sendet, antwortet nicht. Laden Sie diese Seite neu.',
    reload: 'Neu laden',
    update: 'Eine neue Version ist da.',
    updateWhy: 'Laufende Uploads gehen nach der Aktualisierung von selbst weiter.',
    updateNow: 'Jetzt aktualisieren',
    later: 'Später',
    dismiss: 'Schließen',
    noAnswer:
      'Der Programmteil, der Dateien im Hintergrund sendet, hat nicht geantwortet. Versuchen Sie es noch einmal oder laden Sie diese Seite neu.',
    failed: (what) => `Das hat nicht geklappt. ${what}`,
  },

  announce: {
    added: (count) => `${files(count)} hinzugefügt.`,
    verified: (count) => `${files(count)} geprüft.`,
    verifiedOne: (name) => `${format.name(name)} geprüft.`,
    failed: (count) => `${uploads(count)} fehlgeschlagen.`,
    failedOne: (name) => `${format.name(name)} fehlgeschlagen.`,
  },
}
