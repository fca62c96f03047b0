import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const help = ({ plural }: Words): Later['help'] => ({
  heading: 'Hilfe',
  sections: [
    {
      heading: 'So funktioniert es',
      paragraphs: [
        'Eine Datei wird in Teile zerlegt, die direkt aus diesem Browser in den Speicher gehen, viele gleichzeitig. Was angekommen ist, ist angekommen: Nach einer Unterbrechung wird nur gesendet, was noch fehlt.',
        'Von jedem Teil wird hier eine Prüfsumme berechnet, die der Speicher beim Eintreffen kontrolliert. Am Ende wird auch die Prüfsumme der ganzen Datei verglichen. Erst dann steht hier „Geprüft“, und Sie bekommen eine Quittung.',
      ],
    },
    {
      heading: 'Kann ich diese Seite schließen?',
      paragraphs: [
        'Das hängt vom Browser ab; solange etwas läuft, steht es über der Liste der Uploads. In Chrome und Edge sendet der Browser den Rest selbst, sobald die letzte Seite geschlossen wird. Bevor Sie den Browser beenden oder den Computer herunterfahren, wählen Sie „Im Hintergrund abschließen“.',
        'In Firefox und Safari pausieren Uploads bald nach dem Schließen der Seite. Nichts geht verloren: Sie gehen bei Ihrem nächsten Besuch weiter.',
      ],
    },
    {
      heading: 'Die Datei wird noch einmal verlangt',
      paragraphs: [
        'Nach einem Neustart vergessen Browser, dass Sie ihnen erlaubt haben, eine Datei zu lesen. Wählen Sie „Fortfahren“ und erlauben Sie es. Wenn der Browser nichts von der Datei behalten hat, wählen Sie sie noch einmal aus: Es muss dieselbe sein, unverändert.',
      ],
    },
    {
      heading: 'Da steht „Stimmt nicht überein“',
      paragraphs: [
        'Wo die Datei für ihre Hashes als Ganzes gelesen wird, zeigt das auch, ob sie das ist, was gesendet wurde. Wenn nicht, wurde sie inzwischen verändert, und Größe und Datum blieben gleich. Verlassen Sie sich nicht auf das, was angekommen ist, obwohl dort vorher „Geprüft“ stand und es eine Quittung gibt: Fügen Sie die Datei so, wie sie sein soll, noch einmal hinzu.',
      ],
    },
    {
      heading: 'Nichts bewegt sich',
      paragraphs: [
        'Ohne Netz warten Uploads und laufen von selbst weiter, sobald es wieder da ist. Falls das Netz eine Anmeldung verlangt, melden Sie sich in einem anderen Tab an. Ist der Speicher ausgelastet, wird ihm weniger gesendet, bis er wieder mehr annehmen kann.',
        'Worauf ein Upload wartet, steht in seiner Zeile, und auch, was Sie tun können, falls etwas zu tun ist.',
      ],
    },
    {
      heading: 'Was wird zuerst gesendet, und wann?',
      paragraphs: [
        'Dateien werden in der Reihenfolge der Liste gesendet, mehrere gleichzeitig. Ziehen Sie eine Zeile an ihren Punkten, oder wählen Sie diese, um sie zu verschieben, ihr einen anderen Vorrang zu geben oder sie später beginnen zu lassen.',
        'Damit etwas später beginnt, muss Longhaul zu dieser Zeit im Browser geöffnet sein. Ist es dann geschlossen, beginnt der Upload, sobald Sie es wieder öffnen.',
      ],
    },
    {
      heading: 'Was wird aus leeren Ordnern?',
      paragraphs: [
        'Leere Ordner in einem Ordner, den Sie hineinziehen, werden mitgesendet. Wird ein Ordner über die Schaltfläche gewählt, nennen Browser sie nicht: Ziehen Sie ihn stattdessen hinein.',
      ],
    },
  ],

  survival: {
    heading: 'Was Uploads überstehen',
    lead: 'All das wurde mit echten Browsern ausprobiert, und die Datei im Speicher war danach dieselbe wie Ihre. Was angekommen ist, bleibt: Höchstens was gerade unterwegs war, wird noch einmal gesendet.',
    what: 'Was geschieht',
    outcome: 'Was aus Uploads wird',
    /** Of docs/survival.md: what happens, and what becomes of uploads. */
    rows: [
      [
        'In Chrome oder Edge wird die letzte Seite von Longhaul geschlossen',
        'Der Browser sendet den Rest selbst, soweit er Platz dafür hat.',
      ],
      [
        'In Firefox oder Safari wird die letzte Seite von Longhaul geschlossen',
        'Uploads pausieren. Wählen Sie bei Ihrem nächsten Besuch die Datei noch einmal aus, dann geht es an derselben Stelle weiter.',
      ],
      [
        'Sie wählen „Im Hintergrund abschließen“ und beenden dann den Browser',
        'Es geht weiter, sobald der Browser wieder gestartet wird, auch ohne offene Seite.',
      ],
      [
        'Der Browser wird beendet oder stürzt ab, während er selbst sendet',
        'Es geht weiter, sobald der Browser wieder gestartet wird. Selten bleibt etwas für Ihren nächsten Besuch.',
      ],
      [
        'Der Browser wird beendet oder stürzt ab, während eine Seite offen ist',
        'Uploads pausieren. Bei Ihrem nächsten Besuch genügt ein Klick auf „Fortfahren“, und keiner, wenn Sie es für jeden Besuch erlaubt haben. Wo der Browser sich die Datei nicht merkt, wählen Sie sie noch einmal aus.',
      ],
      [
        'Das Netz fällt aus, wechselt oder verlangt eine Anmeldung',
        'Uploads warten und gehen von selbst weiter.',
      ],
      [
        'Server oder Speicher sind eine Zeit lang nicht da oder werden neu gestartet',
        'Uploads warten und gehen von selbst weiter.',
      ],
      [
        'Unterwegs wird etwas beschädigt, geht verloren oder wird abgewiesen',
        'Das wird bemerkt und noch einmal gesendet.',
      ],
      [
        'Die Seite wird neu geladen, eine andere geschlossen, oder der Browser beendet den Teil, der sendet',
        'Uploads gehen von selbst weiter.',
      ],
      ['Eine neue Version von Longhaul übernimmt', 'Uploads gehen von selbst weiter.'],
      ['Der Computer schläft', 'Uploads gehen weiter, wenn er aufwacht.'],
      [
        'Die Uhr des Computers oder des Servers geht falsch oder wird gestellt',
        'Uploads gehen von selbst weiter.',
      ],
      [
        'Der Browser löscht, was Longhaul in ihm aufbewahrt',
        'Longhaul sagt es. Fügen Sie die Datei noch einmal hinzu, und es geht weiter, wo es stehen blieb.',
      ],
      [
        'Die Datei wird verändert oder ersetzt, während sie gesendet wird',
        'Der Upload hält an und sagt es, und aus zwei Fassungen wird nichts gemacht. Bleiben Größe und Datum gleich, bemerkt es nur das Hashen der ganzen Datei.',
      ],
      [
        'Die Datei wird gelöscht, während sie gesendet wird',
        'Der Upload wartet und bittet um die Datei.',
      ],
    ],
  },

  messages: {
    heading: 'Was Meldungen bedeuten',
    search: 'Eine Meldung suchen',
    hint: 'Tippen oder kopieren Sie hinein, was sie sagt.',
    found: (count: number) => plural(count, { one: '# Meldung', other: '# Meldungen' }),
    none: 'Keine Meldung lautet so ähnlich',
    noneNext:
      'Geben Sie weniger Wörter ein. Bleibt es unklar, geben Sie dem Support den Text, der unter „Verbindung und Browser“ steht.',
    headings: {
      uploads: 'Uploads und ihre Dateien',
      files: 'Dateien hinzufügen',
      links: 'Links und Anmeldung',
      proof: 'Quittungen und Hashes',
      browser: 'Diese Seite und dieser Browser',
      connection: 'Verbindung',
    },
    /** What else is known of problems, by their codes. */
    more: {
      network:
        'Bleibt es so, prüfen Sie unter „Verbindung und Browser“ die Verbindung: Eine Firewall, ein Proxy oder ein Blocker kann dazwischenstehen.',
      timeout: 'Bleibt es so, prüfen Sie unter „Verbindung und Browser“ die Verbindung.',
      server_error: 'Bleibt es lange so, sagen Sie es dem Betreiber dieses Dienstes.',
      checksum_mismatch:
        'Schlägt der Upload daran fehl, wählen Sie „Wiederholen“. Geschieht das oft, beschädigt etwas im Netz, was hindurchgeht.',
      file_permission:
        'Chrome und Edge bieten auch an, es bei jedem Besuch zu erlauben: Dann werden Sie nicht mehr gefragt.',
      file_gone:
        'Vielleicht wurde sie verschoben, umbenannt oder gelöscht, oder der Browser wurde neu gestartet.',
      file_changed: 'Falls ein Programm noch in sie schreibt, lassen Sie es erst fertig werden.',
      object_mismatch:
        'Ihre eigene Datei ist, wie sie war. Geschieht es wieder, sagen Sie es dem Betreiber dieses Dienstes.',
      storage: 'Wie viel belegt ist, steht in den Einstellungen.',
      internal:
        'Hilft das nicht, geben Sie dem Support den Text, der unter „Verbindung und Browser“ steht.',
    },
  },
})
