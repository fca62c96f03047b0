import type { Findings } from './findings.ts'

const SETUP = 'npx longhaul setup-bucket kann das tun.'
const NEWER = 'Es ist nichts zu tun; eine neuere Version des Speichers kann es vielleicht.'
const CLOCK = 'Stellen Sie die Uhr des Servers mit NTP richtig.'

export const findings: Findings = {
  inEnglish: 'Im Einzelnen (englisch)',
  englishWhy: 'Die Einzelheiten stehen auf Englisch da, wie sie auch „longhaul doctor“ ausgibt.',
  checks: {
    Credentials: 'Zugangsdaten',
    Store: 'Speicher',
    Clock: 'Uhr',
    'Access key': 'Zugriffsschlüssel',
    Bucket: 'Bucket',
    Region: 'Region',
    'Part route': 'Weg über den Server',
    'Lifecycle: incomplete uploads': 'Aufräumregeln: unvollständige Uploads',
    'Lifecycle: notes of uploads': 'Aufräumregeln: Vermerke zu Uploads',
    'Lifecycle: what servers keep': 'Aufräumregeln: was Server aufbewahren',
    Checksums: 'Prüfsummen',
    'Overwriting: uploads of parts': 'Überschreiben: Uploads in Teilen',
    'Overwriting: files of one part': 'Überschreiben: Dateien aus einem Teil',
    'Encryption, class, lock and tags': 'Verschlüsselung, Klasse, Sperre und Tags',
    'Address of the store': 'Adresse des Speichers',
    'CORS: what pages may send': 'CORS: was Seiten senden dürfen',
    'CORS: what pages may read': 'CORS: was Seiten lesen dürfen',
    'A part as a browser sends it': 'Ein Teil, wie ein Browser ihn sendet',
    Examination: 'Untersuchung',
    'Cleaning up': 'Aufräumen',
    'Keys of the sign-in': 'Schlüssel der Anmeldung',
    Form: 'Formular',
  },
  refused: (action) => [
    `Der Speicher verweigert dem Server ${action}.`,
    'Erlauben Sie es den Zugangsdaten des Servers; welche Aktion worauf, steht unten.',
  ],
  problems: {
    credentials_missing: [
      'Es wurden keine Zugangsdaten gefunden.',
      'Geben Sie dem Server AWS_ACCESS_KEY_ID und AWS_SECRET_ACCESS_KEY, ein Profil oder die Rolle seiner Instanz oder seines Containers.',
    ],
    credentials_expired: [
      'Die Zugangsdaten sind abgelaufen.',
      'Erneuern Sie sie oder geben Sie dem Server eine Rolle.',
    ],
    credentials_short: [
      'Die Zugangsdaten laufen bald ab, und Adressen von Teilen gelten nicht länger als sie.',
      'Wenn sie nicht von selbst erneuert werden wie die einer Rolle, geben Sie dem Server andere.',
    ],
    store_unreachable: [
      'Der Speicher ist nicht erreichbar.',
      'Berichtigen Sie S3_ENDPOINT oder lassen Sie diesen Rechner die Adresse erreichen. Der eingebaute Speicher läuft nur, solange der Server läuft.',
    ],
    clock_unknown: ['Der Speicher nennt seine Zeit nicht.', 'Halten Sie die Uhr mit NTP richtig.'],
    clock_wrong: [
      'Die Uhr des Servers geht mehr als 15 Minuten falsch. Quittungen und Protokolle nennen ihre Zeit, und Anmeldungen und Links enden nach ihr.',
      CLOCK,
    ],
    clock_off: [
      'Die Uhr des Servers geht falsch. Quittungen und Protokolle nennen ihre Zeit, und Anmeldungen und Links enden nach ihr.',
      CLOCK,
    ],
    access_key_unknown: [
      'Der Speicher kennt den Zugriffsschlüssel nicht.',
      'Geben Sie dem Server den Zugriffsschlüssel, der zu diesem Speicher gehört.',
    ],
    access_key_mismatch: [
      'Der Speicher kommt auf eine andere Signatur: Der geheime Schlüssel gehört nicht zu diesem Zugriffsschlüssel.',
      'Berichtigen Sie den geheimen Schlüssel und sehen Sie nach, ob ein Proxy den Header Host ändert.',
    ],
    access_key_expired: [
      'Der Zugriffsschlüssel ist abgelaufen.',
      'Erneuern Sie die Zugangsdaten des Servers.',
    ],
    bucket_missing: [
      'Der Speicher hat diesen Bucket nicht.',
      'Legen Sie ihn an oder berichtigen Sie S3_BUCKET (und S3_FORCE_PATH_STYLE, wenn der Speicher Bucketnamen nur im Pfad annimmt).',
    ],
    bucket_unreadable: [
      'Der Speicher gibt über den Bucket keine Auskunft.',
      'Sehen Sie im Protokoll des Speichers nach, was ihm fehlt, und untersuchen Sie dann noch einmal.',
    ],
    region_refused: [
      'Der Speicher nimmt diese Region nicht an.',
      'Setzen Sie S3_REGION auf die Region des Buckets.',
    ],
    region_other: [
      'Der Bucket liegt in einer anderen Region.',
      'Setzen Sie S3_REGION auf die Region des Buckets.',
    ],
    part_route_off: [
      'Er ist abgeschaltet: Uploads warten, solange keine Seite offen ist.',
      'Setzen Sie PART_ROUTE=on, wenn sie weiterlaufen sollen. Teile geschlossener Seiten gehen dann durch den Server.',
    ],
    lifecycle_unknown: [
      'Der Speicher kennt keine Aufräumregeln.',
      'Lassen Sie ihn unvollständige Uploads mit eigenen Mitteln aufräumen oder brechen Sie alte ab und zu ab.',
    ],
    lifecycle_unreadable: [
      'Die Aufräumregeln ließen sich nicht lesen.',
      'Erlauben Sie s3:GetLifecycleConfiguration oder sehen Sie anders nach, ob eine Regel unvollständige Uploads abbricht, und das nicht zu früh.',
    ],
    lifecycle_missing: [
      'Keine Regel bricht sie ab: Was von aufgegebenen Uploads gesendet wurde, bleibt liegen, unsichtbar und bezahlt.',
      `Fügen Sie eine Regel hinzu, die unvollständige Uploads abbricht; ${SETUP}`,
    ],
    lifecycle_early: [
      'Eine Regel bricht Uploads ab, die noch fortgesetzt werden dürfen (UPLOAD_TTL_SECONDS).',
      'Lassen Sie die Regel länger warten oder verkleinern Sie UPLOAD_TTL_SECONDS.',
    ],
    lifecycle_of_state: [
      'Eine Regel löscht, was Server aufbewahren: Zurückgezogene Links würden wieder gelten.',
      'Beschränken Sie die Regel auf ein anderes Präfix oder setzen Sie STATE_PREFIX auf eines, das keine Regel löscht.',
    ],
    lifecycle_of_notes_missing: [
      'Keine Regel löscht sie: Von aufgegebenen Uploads und von abgebrochenen kleinen Dateien bleiben je einige hundert Bytes liegen.',
      `Fügen Sie eine Regel hinzu, die sie löscht; ${SETUP}`,
    ],
    lifecycle_of_notes_early: [
      'Eine Regel löscht sie zu früh: Wer einen Upload begonnen hat, ist dann nicht mehr bekannt, und auch nicht, dass eine Datei abgebrochen wurde, die ein Browser noch senden kann.',
      'Lassen Sie die Regel länger warten.',
    ],
    encryption_unknown: [
      'Der Speicher kann nicht so verschlüsseln, wie es eingestellt ist.',
      'Ändern Sie S3_SERVER_SIDE_ENCRYPTION oder S3_KMS_KEY_ID, oder lassen Sie den Speicher verschlüsseln.',
    ],
    action_failed: [
      'Der Speicher ist dabei gescheitert.',
      'Sehen Sie im Protokoll des Speichers nach, was ihm fehlt, und untersuchen Sie dann noch einmal.',
    ],
    checksums_md5: [
      'Der Speicher beachtet CRC64NVME nicht. Teile werden mit Content-MD5 geprüft, und Quittungen sagen es.',
      NEWER,
    ],
    checksums_none: [
      'Der Speicher prüft keinen Inhalt: Nur Größen werden verglichen, und Quittungen sagen es.',
      'Nehmen Sie einen Speicher, der CRC64NVME oder Content-MD5 prüft, wenn der Inhalt bewiesen werden soll.',
    ],
    checksums_untried: [
      'Die Prüfsummen ließen sich nicht ausprobieren.',
      'Beheben Sie, was darüber steht, und untersuchen Sie dann noch einmal.',
    ],
    complete_unguarded: [
      'Der Speicher nimmt beim Abschließen kein If-None-Match an. Schlüssel sind eindeutig, und es wird vorher nachgesehen.',
      NEWER,
    ],
    put_unguarded: [
      'Der Speicher nimmt bei PUT kein If-None-Match an. Schlüssel sind eindeutig, und es wird vorher nachgesehen.',
      NEWER,
    ],
    objects_refused: [
      'Der Speicher kann nicht, was die Einstellungen verlangen.',
      'Ändern Sie S3_SERVER_SIDE_ENCRYPTION, S3_KMS_KEY_ID, S3_STORAGE_CLASS, S3_OBJECT_LOCK_MODE oder S3_TAGS, oder erlauben Sie es dem Bucket und seiner Richtlinie.',
    ],
    https_missing: [
      'Die Seite hat https und der Speicher nicht: Browser weigern sich, dorthin zu senden.',
      'Geben Sie dem Speicher ein Zertifikat oder setzen Sie S3_PUBLIC_ENDPOINT auf seine https-Adresse.',
    ],
    store_unreachable_for_pages: [
      'Die Adresse, an die Browser Teile senden, ist von hier aus nicht erreichbar.',
      'Berichtigen Sie S3_PUBLIC_ENDPOINT. Wenn nur Browser die Adresse erreichen, probieren Sie es in einem.',
    ],
    cors_origin: [
      'Der Speicher erlaubt Seiten dieser Herkunft nicht, Teile zu senden.',
      `Nehmen Sie PUBLIC_ORIGIN als AllowedOrigin in die CORS-Regeln des Buckets auf; ${SETUP}`,
    ],
    cors_method: [
      'Der Speicher erlaubt Seiten die Methode PUT nicht.',
      `Nehmen Sie AllowedMethod PUT in die CORS-Regeln des Buckets auf; ${SETUP}`,
    ],
    cors_header: [
      'Der Speicher erlaubt Seiten den Header mit der Prüfsumme nicht.',
      `Nehmen Sie AllowedHeader * in die CORS-Regeln des Buckets auf; ${SETUP}`,
    ],
    cors_answer: [
      'Die Antwort auf einen Teil nennt die Seite nicht in Access-Control-Allow-Origin: Seiten können sie nicht lesen.',
      'Sehen Sie nach, ob ein Proxy vor dem Speicher diesen Header entfernt.',
    ],
    cors_etag: [
      'Seiten dürfen den Header ETag nicht lesen.',
      `Nehmen Sie ExposeHeader ETag in die CORS-Regel des Buckets auf; ${SETUP}`,
    ],
    cors_checksum: [
      'Seiten dürfen den Header mit der Prüfsumme nicht lesen.',
      `Nehmen Sie ihn als ExposeHeader in die CORS-Regel des Buckets auf; ${SETUP}`,
    ],
    part_unanswered: [
      'Auf den Teil kam keine Antwort.',
      'Sehen Sie nach, was zwischen Server und Speicher steht.',
    ],
    part_refused: [
      'Der Teil wurde abgewiesen.',
      'Sehen Sie nach, ob ein Proxy vor dem Speicher den Header Host, den Pfad oder die Abfrage ändert, und ob eine Richtlinie des Buckets vorab signierte Anfragen abweist.',
    ],
    examination_broken_off: [
      'Die Untersuchung brach ab.',
      'Untersuchen Sie noch einmal, sobald der Speicher antwortet.',
    ],
    not_cleaned: [
      'Nicht alles, was zur Probe angelegt wurde, ließ sich wieder entfernen.',
      'Entfernen Sie es selbst; wo es liegt, steht unten.',
    ],
    sign_in_keys_unreachable: [
      'Die Schlüssel des Anmeldedienstes ließen sich nicht lesen: Niemand kann sich anmelden.',
      'Berichtigen Sie JWT_JWKS_URL (der Dienst nennt die Adresse unter /.well-known/openid-configuration als jwks_uri), oder lassen Sie diesen Rechner sie erreichen.',
    ],
    sign_in_keys_wrong: [
      'Was unter JWT_JWKS_URL steht, ist kein JWKS: Niemand kann sich anmelden.',
      'Setzen Sie JWT_JWKS_URL auf die Adresse, die der Anmeldedienst unter /.well-known/openid-configuration als jwks_uri nennt.',
    ],
    sign_in_keys_unusable: [
      'Kein Schlüssel des Anmeldedienstes passt zu JWT_ALGORITHMS: Niemand kann sich anmelden.',
      'Setzen Sie JWT_ALGORITHMS auf das Verfahren, mit dem der Dienst signiert, oder lassen Sie ihn mit einem von diesen signieren.',
    ],
    form_long: [
      'So lang ausgefüllt, wie es erlaubt ist, sind die Angaben zu groß und werden abgewiesen.',
      'Geben Sie Texten ein kleineres maxLength, oder lassen Sie es so: Wer so viel schreibt, wird gebeten, weniger zu schreiben.',
    ],
    webhook_unreached: [
      'Benachrichtigungen kommen dort nicht an.',
      'Berichtigen Sie WEBHOOK_URLS oder WEBHOOK_SECRET, oder lassen Sie den Empfänger jede gültig signierte Nachricht mit 2xx beantworten, auch solche, deren Art er nicht kennt.',
    ],
    mail_unreached: [
      'E-Mails kommen dort nicht an.',
      'Berichtigen Sie SMTP_HOST, SMTP_PORT, SMTP_SECURITY oder SMTP_USER und SMTP_PASSWORD.',
    ],
  },
}
