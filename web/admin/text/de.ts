/** All text of the admin page, in German; see `en.ts`. */
import { words } from '../../text/de/words.ts'
import type { Text } from './en.ts'
import { links } from './links/de.ts'
import { createMoney } from './money.ts'

const { files, locale, parts: countedParts, plural, uploads } = words
export const { format } = words
export { findings } from './findings/de.ts'
const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
const receipts = (count: number) => plural(count, { one: '# Quittung', other: '# Quittungen' })

export const text: Text = {
  name: 'Longhaul',
  title: (view) => `${view} · Longhaul-Verwaltung`,
  linkOf: (id) => `Link ${id}`,
  linkNamed: (name) => `Link „${format.name(name)}“`,
  accountOf: (hash) => `Konto ${hash}`,
  badge: 'Verwaltung',
  navigation: 'Verwaltung',
  refresh: 'Aktualisieren',
  toUploads: 'Dateien senden',
  signOut: 'Abmelden',
  when: (iso) => when.format(new Date(iso)),
  day: (iso) => day.format(new Date(iso)),
  ago: (seconds) => (seconds < 60 ? 'gerade eben' : `vor ${format.duration(seconds)}`),
  loading: 'Wird geladen …',
  more: 'Mehr anzeigen',
  tryAgain: 'Noch einmal versuchen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyFailed:
    'Der Browser hat das Kopieren nicht erlaubt. Markieren Sie den Text und kopieren Sie ihn.',
  views: {
    uploads: 'Uploads',
    receipts: 'Quittungen',
    links: 'Links',
    totals: 'Summen und Kosten',
    health: 'Zustand',
  },

  problems: {
    network:
      'Der Server ist nicht erreichbar. Prüfen Sie das Netz und versuchen Sie es noch einmal.',
    timeout: 'Der Speicher hat zu lange gebraucht. Versuchen Sie es noch einmal.',
    slow_down:
      'Gerade gibt es zu viele Anfragen. Warten Sie kurz und versuchen Sie es noch einmal.',
    store_denied:
      'Der Speicher hat abgelehnt. Öffnen Sie „Zustand“: Dort steht, welche Berechtigung dem Server fehlt.',
    store:
      'Der Speicher ist nicht erreichbar oder gestört. Öffnen Sie „Zustand“, um den Grund zu sehen, und versuchen Sie es dann noch einmal.',
    bad_answer:
      'Die Antwort stammt von einer anderen Version von Longhaul. Laden Sie diese Seite neu; wenn es so bleibt, sehen Sie im Protokoll des Servers nach.',
    bad_request: 'Der Server hat das nicht angenommen.',
    not_found: 'Das gibt es nicht mehr.',
    unknown:
      'Das hat nicht geklappt. Versuchen Sie es noch einmal; mehr steht im Protokoll des Servers.',
  },

  signIn: {
    asking: 'Anmeldung läuft …',
    heading: 'Anmelden',
    link_required: 'Diese Seite ist für die Verwaltung. Öffnen Sie sie über einen Verwaltungslink.',
    link_invalid: 'Dieser Link ist ungültig: Er ist nicht von diesem Server oder unvollständig.',
    link_expired: 'Dieser Link ist abgelaufen. Erstellen Sie einen neuen.',
    link_revoked: 'Dieser Link wurde zurückgezogen. Erstellen Sie einen neuen.',
    sign_in_required:
      'Sie sind nicht oder nicht mehr angemeldet. Laden Sie diese Seite neu, um sich anzumelden.',
    notAdmin: 'Sie sind angemeldet, aber nicht für die Verwaltung berechtigt.',
    open: 'Hier darf jeder hochladen, deshalb ist niemand als Verwalter bekannt.',
    unreachable:
      'Der Server sagt nicht, wer Sie sind. Prüfen Sie das Netz und versuchen Sie es noch einmal.',
    makeOne:
      'Erstellen Sie auf dem Server mit diesem Befehl einen Verwaltungslink und öffnen Sie, was er ausgibt:',
    orAccount:
      'Mit Konten (AUTH=jwt) sind die zur Verwaltung berechtigt, die JWT_ADMIN nennt: ein Claim und sein Wert.',
    openNext:
      'Setzen Sie AUTH=links oder AUTH=jwt. Mit AUTH=open ist nur dieser Rechner selbst zur Verwaltung berechtigt, und nur, wenn HOST und PUBLIC_ORIGIN sonst niemanden hereinlassen.',
    paste: 'Verwaltungslink',
    pasteHint: 'Er bleibt in diesem Tab und wird vergessen, wenn der Tab geschlossen wird.',
    submit: 'Anmelden',
    notWhole: 'Das ist kein vollständiger Link. Kopieren Sie ihn ganz, bis zum Ende.',
  },

  uploads: {
    what: 'Was der Bucket von Dateien hat, die noch nicht vollständig sind.',
    show: 'Anzeigen',
    all: 'Alle',
    abandonedOnly: 'Nur verwaiste',
    empty: 'Nichts ist unterwegs.',
    emptyNext: 'Uploads stehen hier vom Beginn bis zum Abschluss.',
    noneAbandoned: 'Keiner von diesen ist verwaist.',
    begun: (ago) => `Begonnen ${ago}`,
    unknownAge: 'Der Speicher sagt nicht, wann er begonnen wurde',
    running: 'Läuft',
    resumable: (until) => `kann fortgesetzt werden bis ${until}`,
    abandoned: 'Verwaist',
    abandonedWhy: (time) => `älter als ${time}, und seit einem Tag kam nichts an`,
    of: (bytes) => `eine Datei von ${bytes}`,
    lookUp: 'Zeigen, was angekommen ist',
    arrived: (parts, bytes) => `${countedParts(parts)}, ${bytes}`,
    nothingArrived: 'Nichts ist angekommen',
    lastPart: (ago) => `letzter Teil ${ago}`,
    select: (name) => `${format.name(name)} auswählen`,
    selected: (count) => `${uploads(count)} ausgewählt`,
    selectAbandoned: 'Alle verwaisten auswählen',
    selectNone: 'Auswahl aufheben',
    abort: 'Verwerfen …',
    abortOne: (name) => `Verwerfen: ${format.name(name)}`,
    abortSelected: (count) => `${uploads(count)} verwerfen …`,
    confirm: (count) => `${uploads(count)} verwerfen?`,
    confirmWhy:
      'Was davon angekommen ist, wird aus dem Bucket gelöscht; das lässt sich nicht rückgängig machen. Wer noch sendet, muss von vorn beginnen; die eigene Datei bleibt.',
    confirmRunning: (count) =>
      plural(count, {
        one: 'Einer davon ist nicht verwaist: Vielleicht wird er gerade gesendet.',
        other: '# davon sind nicht verwaist: Vielleicht werden sie gerade gesendet.',
      }),
    yes: (count) => `${uploads(count)} verwerfen`,
    no: 'Behalten',
    aborted: (count) => `${uploads(count)} verworfen.`,
    completed: (count) =>
      plural(count, {
        one: '# Upload war schon abgeschlossen: Seine Datei bleibt.',
        other: '# Uploads waren schon abgeschlossen: Ihre Dateien bleiben.',
      }),
    failed: (count) =>
      plural(count, {
        one: '# Upload konnte nicht verworfen werden. Versuchen Sie es noch einmal.',
        other: '# Uploads konnten nicht verworfen werden. Versuchen Sie es noch einmal.',
      }),
  },

  receipts: {
    what: 'Was angekommen ist und geprüft wurde, das Neueste zuerst.',
    disproved: 'Stimmt nicht überein',
    differs: 'Hash der Sicherung stimmt nicht',
    search: 'Suche',
    words: 'Name oder Schlüssel',
    wordsHint: 'Alle diese Wörter',
    person: 'Link oder Konto',
    personHint: 'Kennung des Links, „sub“ des Kontos',
    from: 'Von (UTC)',
    to: 'Bis (UTC)',
    submit: 'Suchen',
    clear: 'Leeren',
    empty: 'Noch ist nichts angekommen.',
    emptyNext: 'Jede geprüfte Datei erscheint hier sofort.',
    none: 'Dazu gibt es keine Quittung.',
    noneNext: 'Suchen Sie nach weniger Wörtern oder über mehr Tage.',
    searching: (since) => `Es wird gesucht, bisher zurück bis ${since} …`,
    stop: 'Anhalten',
    stopped: (since) => `Gesucht bis zurück zum ${since}.`,
    goOn: 'Weiter zurück suchen',
    receipt: 'Quittung',
    open: (name) => `Quittung: ${format.name(name)}`,
    save: 'Als JSON speichern',
    verify: 'Um eine Datei damit zu vergleichen, auch ohne Netz:',
    keys: 'Die Schlüssel, mit denen sie signiert wurde',
    older: 'Quittungen aus der Zeit vor dieser Liste fehlen vielleicht darin.',
    olderWhy: 'Jede wird einmal gelesen. Sie können diese Seite schließen: Was hinzukam, bleibt.',
    olderStart: 'Danach suchen',
    olderRunning: (looked) => `Bisher ${receipts(looked)} durchgesehen …`,
    olderDone: (added) => (added === 0 ? 'Es fehlte keine.' : `${receipts(added)} hinzugefügt.`),
  },

  links,

  totals: {
    what: 'So weit der Bucket es weiß: Tage in UTC, die letzten 30.',
    counting: 'Ältere Tage werden gezählt …',
    arrived: 'Angekommen',
    all: (count) => `${files(count)} insgesamt`,
    recent: 'Letzte 30 Tage',
    recentFiles: (count) => files(count),
    failed: 'Ohne Ergebnis',
    failedWhy: 'Abgebrochen, aufgeräumt oder nicht übereinstimmend, in den letzten 30 Tagen',
    share: (percent) => `${percent} der beendeten wurden geprüft`,
    bytesChart: 'Angekommene Bytes je Tag',
    filesChart: 'Dateien je Tag',
    verified: 'Geprüft',
    notVerified: 'Ohne Ergebnis',
    most: (value) => `höchstens ${value}`,
    table: 'Dasselbe als Tabelle',
    columns: ['Tag', 'Geprüft', 'Menge', 'Ohne Ergebnis'],
    empty: 'In den letzten 30 Tagen ist nichts angekommen.',
    cost: 'Geschätzte Kosten',
    costStorage: 'Speicherung im Monat',
    costStorageWhy: (bytes) => `für alle ${bytes}, die ankamen, als würde nichts gelöscht`,
    costRequests: 'Anfragen, 30 Tage',
    costRequestsWhy: (count) => `etwa ${count} Anfragen durch Uploads`,
    costTransfer: 'Eingehende Daten, 30 Tage',
    costTransferWhy: (bytes) => `${bytes} kamen an`,
    noPrices: 'Es sind keine Preise gesetzt, deshalb gibt es keine Schätzung.',
    noPricesNext: 'Geben Sie dem Server Ihre Preise mit der Einstellung PRICES, zum Beispiel:',
    money: createMoney(locale, (sign) => format.name(sign)),
  },

  health: {
    what: 'Probiert alles, was der Server von seinem Bucket braucht, mit Probeschlüsseln, die wieder entfernt werden.',
    start: 'Jetzt untersuchen',
    again: 'Noch einmal untersuchen',
    running: 'Wird untersucht: Das dauert einige Sekunden …',
    levels: { ok: 'In Ordnung', warning: 'Könnte besser sein', failure: 'Fehler' },
    well: 'Alles in Ordnung',
    working: (warnings) =>
      plural(warnings, {
        one: 'Uploads funktionieren, # Warnung',
        other: 'Uploads funktionieren, # Warnungen',
      }),
    broken: (problems) =>
      plural(problems, {
        one: 'Uploads können nicht funktionieren: # Problem',
        other: 'Uploads können nicht funktionieren: # Probleme',
      }),
    brokenNext: 'Beheben Sie zuerst das erste: Andere folgen vielleicht daraus.',
    at: (time) => `Untersucht ${time}`,
    change: 'Was zu ändern ist',
    works: (count) =>
      plural(count, { one: '# Prüfung in Ordnung', other: '# Prüfungen in Ordnung' }),
    setup:
      'CORS- und Lebenszyklusregeln setzt dieser Befehl; er zeigt vorher, was er ändern würde:',
  },
}
