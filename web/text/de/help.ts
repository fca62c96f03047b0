import type { Later } from '../en-later.ts'

export const help: Later['help'] = {
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
}
