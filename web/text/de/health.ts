import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

const abilities: Later['health']['abilities'] = {
  background: [
    'Senden ohne Seite',
    'Wenn die letzte Seite geschlossen wird, sendet der Browser den Rest von selbst.',
    'Uploads pausieren, wenn die Seite geschlossen wird, und laufen bei Ihrem nächsten Besuch weiter. Lassen Sie die Seite offen, bis alles geprüft ist.',
  ],
  wake: [
    'Später von selbst weiterlaufen',
    'Wenn das Netz zurückkommt oder der Browser neu gestartet wird, laufen Uploads ohne Seite weiter.',
    'Nach einem Netzausfall oder Neustart laufen Uploads weiter, wenn eine Seite von Longhaul offen ist.',
  ],
  handles: [
    'Sich Dateien merken',
    'Nach einem Neustart genügt ein Klick, damit Uploads ihre Dateien wieder lesen.',
    'Nach einem Neustart wählen Sie große Dateien noch einmal aus, und sie laufen weiter, wo sie waren.',
  ],
  copies: [
    'Ein eigener Platz für kleine Dateien',
    'Kleine Dateien laufen nach einem Neustart weiter, ohne dass Sie sie noch einmal auswählen.',
    'Kleine Dateien müssen nach einem Neustart noch einmal ausgewählt werden.',
  ],
  awake: [
    'Das Gerät wach halten',
    'Solange Uploads laufen und die Seite zu sehen ist, schläft das Gerät nicht ein.',
    'Das Gerät kann während eines Uploads einschlafen, der dann pausiert. Stellen Sie es so ein, dass es wach bleibt.',
  ],
  notifications: [
    'Benachrichtigungen',
    'Sie können erfahren, dass eine Datei angekommen ist oder Sie braucht, ohne dass eine Seite zu sehen ist.',
    'Sehen Sie ab und zu auf die Seite: Dieser Browser kann Sie nicht benachrichtigen.',
  ],
  keep: [
    'Gespeichertes behalten',
    'Der Browser kann gebeten werden, die Liste der Uploads nicht zu löschen, wenn das Laufwerk voll wird.',
    'Wenn das Laufwerk voll wird, löscht der Browser vielleicht die Liste der Uploads. Was angekommen ist, bleibt im Speicher.',
  ],
}

export const health = ({ format }: Words): Later['health'] => ({
  what: 'Ob alles da ist, was Uploads brauchen. Gespeichert wird dafür nichts.',

  connection: 'Verbindung',
  connectionWhat:
    'Fragt den Server und jeden Hostnamen des Speichers nach einem Lebenszeichen. Das Tempo misst es nicht: Das zeigt sich bei Uploads.',
  start: 'Verbindung prüfen',
  again: 'Noch einmal prüfen',
  trying: 'Wird geprüft …',
  server: 'Server',
  storage: 'Speicher, vom Server aus',
  host: 'Speicher, von diesem Browser aus',
  answers: (milliseconds) => `Antwortet in ${format.number(milliseconds)} ms`,
  ready: 'Antwortet',
  silent: 'Keine Antwort',
  goodVerdict: 'Alles, was Uploads brauchen, antwortet.',
  serverVerdict:
    'Der Server antwortet nicht. Prüfen Sie das Netz; wenn andere Seiten aufgehen, wenden Sie sich an die Betreiber dieses Dienstes.',
  storageVerdict:
    'Der Server antwortet, kann aber seinen Speicher nicht nutzen. Uploads warten so lange; sagen Sie es den Betreibern dieses Dienstes.',
  hostVerdict:
    'Dieser Browser erreicht keinen Hostnamen des Speichers: Vielleicht ist eine Firewall, ein Proxy oder ein Blocker dazwischen. Zeigen Sie diese Seite denen, die Ihr Netz betreuen.',
  someVerdict: 'Einige Hostnamen des Speichers antworten nicht. Uploads laufen über die übrigen.',
  oldVerdict: 'Der Server antwortet. Welche Hostnamen der Speicher hat, sagt er nicht.',

  browser: 'Was dieser Browser kann',
  yes: 'Ja',
  no: 'Nein',
  abilities,

  diagnostics: 'Für den Support',
  diagnosticsWhat:
    'Ein Text, der sagt, was los ist: Versionen, was dieser Browser kann, Speicherplatz, Zustände und Probleme der Uploads. Passwörter, Links und Inhalte von Dateien stehen nicht darin. Er ist englisch, damit der Support überall ihn lesen kann.',
  names: 'Auch die Namen von Dateien und Ordnern',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyFailed:
    'Der Browser erlaubt das Kopieren nicht: Markieren Sie den Text unten und kopieren Sie ihn.',
  show: 'Text zeigen',
  text: 'Text für den Support',
})
