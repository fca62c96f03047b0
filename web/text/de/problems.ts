import type { Later } from '../en-later.ts'

export const problems: Later['problems'] = {
  network: {
    what: 'Die Verbindung wurde unterbrochen.',
    next: 'Sie müssen nichts tun: Es geht von selbst an derselben Stelle weiter.',
  },
  timeout: {
    what: 'Es kam keine rechtzeitige Antwort.',
    next: 'Sie müssen nichts tun: Es wird von selbst noch einmal versucht.',
  },
  slow_down: {
    what: 'Der Speicher ist ausgelastet und bittet um weniger Daten.',
    next: 'Sie müssen nichts tun: Es geht langsamer weiter.',
  },
  server_error: {
    what: 'Der Server hat gerade eine Störung.',
    next: 'Sie müssen nichts tun: Es wird von selbst noch einmal versucht.',
  },
  checksum_mismatch: {
    what: 'Ein Teil kam beschädigt an und wurde abgelehnt.',
    next: 'Sie müssen nichts tun: Er wird noch einmal gesendet.',
  },
  url_expired: {
    what: 'Eine Sendeerlaubnis war abgelaufen.',
    next: 'Sie müssen nichts tun: Eine neue wird gerade geholt.',
  },
  store_denied: {
    what: 'Der Speicher hat den Upload abgelehnt.',
    next: 'Bitten Sie den Betreiber dieses Dienstes, dessen Zugriff auf den Speicher zu prüfen, und wählen Sie dann „Wiederholen“.',
  },
  bad_answer: {
    what: 'Eine Antwort war nicht zu verstehen. Falls dieses Netz eine Anmeldung verlangt, melden Sie sich in einem anderen Tab an.',
    next: 'Es wird von selbst noch einmal versucht. Wenn es so bleibt, laden Sie diese Seite neu.',
  },
  file_permission: {
    what: 'Der Browser braucht noch einmal Ihre Erlaubnis, diese Datei zu lesen.',
    next: 'Wählen Sie „Fortfahren“.',
  },
  file_gone: {
    what: 'Der Browser kann diese Datei nicht mehr lesen.',
    next: 'Wählen Sie dieselbe Datei noch einmal aus. Was angekommen ist, bleibt erhalten.',
  },
  file_changed: {
    what: 'Die Datei wurde nach dem Hinzufügen verändert.',
    next: 'Entfernen Sie diesen Upload und fügen Sie die Datei noch einmal hinzu.',
  },
  file_unreadable: {
    what: 'Die Datei war gerade nicht lesbar. Vielleicht ist ihr Laufwerk nicht verbunden.',
    next: 'Verbinden Sie das Laufwerk. Es wird von selbst noch einmal versucht.',
  },
  token_expired: {
    what: 'Die Berechtigung dieses Uploads war abgelaufen.',
    next: 'Sie müssen nichts tun: Sie wird gerade erneuert.',
  },
  token_invalid: {
    what: 'Der Server nimmt diesen Upload nicht mehr an: Seine Schlüssel wurden gewechselt.',
    next: 'Wählen Sie „Wiederholen“, um die Datei von vorn zu senden.',
  },
  upload_gone: {
    what: 'Der Speicher hat das Gesendete nicht mehr: Es wurde aufgeräumt.',
    next: 'Wählen Sie „Wiederholen“, um die Datei von vorn zu senden.',
  },
  parts_missing: {
    what: 'Dem Speicher fehlen einige Teile.',
    next: 'Sie müssen nichts tun: Sie werden noch einmal gesendet.',
  },
  part_exists: {
    what: 'Der Speicher hat diesen Teil schon.',
    next: 'Sie müssen nichts tun: Gerade wird nachgesehen, was angekommen ist, und dort geht es weiter.',
  },
  key_exists: {
    what: 'An dieser Stelle im Speicher liegt schon eine andere Datei.',
    next: 'Wählen Sie „Wiederholen“, um die Datei an eine neue Stelle zu senden.',
  },
  object_mismatch: {
    what: 'Was ankam, ist nicht das, was gesendet wurde.',
    next: 'Verlassen Sie sich nicht darauf. Wählen Sie „Wiederholen“, um die Datei von vorn zu senden.',
  },
  file_too_large: {
    what: 'Die Datei ist größer, als dieser Dienst erlaubt.',
    next: 'Entfernen Sie sie, oder bitten Sie den Betreiber dieses Dienstes, die Grenze anzuheben.',
  },
  sign_in_required: {
    what: 'Sie sind nicht mehr angemeldet.',
    next: 'Wählen Sie „Anmelden“ über der Liste: Es geht von selbst an derselben Stelle weiter.',
  },
  link_required: {
    what: 'Dieser Dienst nimmt Dateien nur über einen Link an.',
    next: 'Öffnen Sie in diesem Browser den Link, den Sie bekommen haben, und wählen Sie dann „Wiederholen“.',
  },
  link_invalid: {
    what: 'Der Link, über den Sie kamen, ist ungültig.',
    next: 'Öffnen Sie noch einmal den ganzen Link, oder lassen Sie sich einen neuen geben. Wählen Sie dann „Wiederholen“.',
  },
  link_expired: {
    what: 'Der Link, über den Sie kamen, ist abgelaufen.',
    next: 'Lassen Sie sich einen neuen geben, öffnen Sie ihn hier und wählen Sie dann „Wiederholen“.',
  },
  link_revoked: {
    what: 'Der Link, über den Sie kamen, wurde zurückgezogen.',
    next: 'Lassen Sie sich einen neuen geben, öffnen Sie ihn hier und wählen Sie dann „Wiederholen“.',
  },
  limit_reached: {
    what: 'Weitere Dateien oder Bytes sind Ihnen hier nicht erlaubt.',
    next: 'Bitten Sie darum, dass Ihnen mehr erlaubt wird, und wählen Sie dann „Wiederholen“.',
  },
  forbidden: {
    what: 'Das ist Ihnen hier nicht erlaubt.',
    next: 'Fragen Sie den Betreiber dieses Dienstes und wählen Sie dann „Wiederholen“.',
  },
  details_invalid: {
    what: 'Die Angaben zu dieser Datei sind nicht die, nach denen dieser Dienst fragt.',
    next: 'Wählen Sie „Wiederholen“, um sie zu berichtigen.',
  },
  hashes_differ: {
    what: 'In der Quittung steht schon ein anderer Hash dieser Datei.',
    next: 'Er bleibt stehen. Prüfen Sie, ob die Datei nach dem Senden verändert wurde.',
  },
  bad_request: {
    what: 'Der Server hat den Namen oder die Angaben dieser Datei abgelehnt.',
    next: 'Benennen Sie die Datei um, entfernen Sie diesen Upload und fügen Sie sie noch einmal hinzu.',
  },
  not_found: {
    what: 'Der Server kennt nicht, wonach er gefragt wurde. Vielleicht hat er eine andere Version.',
    next: 'Laden Sie diese Seite neu und wählen Sie dann „Wiederholen“.',
  },
  storage: {
    what: 'Der Speicherplatz des Browsers ist voll oder gestört.',
    next: 'Schaffen Sie Platz auf Ihrem Laufwerk und wählen Sie dann „Wiederholen“.',
  },
  newer_data: {
    what: 'Die Uploads dieses Browsers stammen von einer neueren Version von Longhaul.',
    next: 'Laden Sie diese Seite neu, um die neuere Version zu bekommen.',
  },
  internal: {
    what: 'Ein Fehler in Longhaul hat diesen Upload angehalten.',
    next: 'Wählen Sie „Wiederholen“. Wenn er wieder fehlschlägt, laden Sie diese Seite neu.',
  },
}
