import type { Later } from '../en-later.ts'
import type { Words } from './words.ts'

export const leaving = ({ format, plural }: Words): Pick<Later, 'closing' | 'background'> => ({
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
})
