import type { ErrorCode } from '../../../shared/errors.ts'

/** What a person is told of a problem: what happened, and what to do or what is being done. */
export interface ProblemText {
  readonly what: string
  readonly next: string
}

/** By the codes of shared/errors.ts, whose remedies these texts describe. */
export const problems: Readonly<Record<ErrorCode, ProblemText>> = {
  network: {
    what: 'The connection was interrupted.',
    next: 'Nothing to do: it goes on by itself where it stopped.',
  },
  timeout: {
    what: 'No answer came in time.',
    next: 'Nothing to do: it is tried again by itself.',
  },
  slow_down: {
    what: 'The storage is busy and asked to be sent less.',
    next: 'Nothing to do: it goes on more slowly.',
  },
  server_error: {
    what: 'The server has a fault at the moment.',
    next: 'Nothing to do: it is tried again by itself.',
  },
  checksum_mismatch: {
    what: 'A part arrived damaged and was refused.',
    next: 'Nothing to do: it is sent again.',
  },
  url_expired: {
    what: 'A permission to send had run out.',
    next: 'Nothing to do: a new one is being fetched.',
  },
  store_denied: {
    what: 'The storage refused the upload.',
    next: 'Ask whoever runs this service to check its access to the storage, then choose Retry.',
  },
  bad_answer: {
    what: 'An answer could not be understood. If this network wants you to sign in, do so in another tab.',
    next: 'It is tried again by itself. If this goes on, reload this page.',
  },
  file_permission: {
    what: 'The browser wants your permission to read this file again.',
    next: 'Choose Continue.',
  },
  file_gone: {
    what: 'The browser can no longer read this file.',
    next: 'Choose the same file again; what has arrived is kept.',
  },
  file_changed: {
    what: 'The file was changed after it was added.',
    next: 'Remove this upload and add the file again.',
  },
  file_unreadable: {
    what: 'The file could not be read just now. Its disk may be disconnected.',
    next: 'Connect the disk; it is tried again by itself.',
  },
  token_expired: {
    what: 'The upload’s permission had run out.',
    next: 'Nothing to do: it is being renewed.',
  },
  token_invalid: {
    what: 'The server no longer accepts this upload: its keys were changed.',
    next: 'Choose Retry to send the file from the beginning.',
  },
  upload_gone: {
    what: 'The storage no longer has what was sent: it was cleaned up.',
    next: 'Choose Retry to send the file from the beginning.',
  },
  parts_missing: {
    what: 'The storage lacks some parts.',
    next: 'Nothing to do: they are sent again.',
  },
  part_exists: {
    what: 'The storage already has this part.',
    next: 'Nothing to do: what has arrived is being looked up, and it goes on from there.',
  },
  key_exists: {
    what: 'The storage already holds another file at this place.',
    next: 'Choose Retry to send the file to a new place.',
  },
  object_mismatch: {
    what: 'What arrived is not what was sent.',
    next: 'Do not rely on it. Choose Retry to send the file from the beginning.',
  },
  file_too_large: {
    what: 'The file is larger than this service takes.',
    next: 'Remove it, or ask whoever runs this service to raise the limit.',
  },
  sign_in_required: {
    what: 'You are not signed in any more.',
    next: 'Choose “Sign in” above the list: it goes on by itself where it stopped.',
  },
  link_required: {
    what: 'This service takes files only by a link.',
    next: 'Open the link that you were given in this browser, then choose Retry.',
  },
  link_invalid: {
    what: 'The link by which you came is not valid.',
    next: 'Open the whole link once more, or ask for a new one. Then choose Retry.',
  },
  link_expired: {
    what: 'The link by which you came has expired.',
    next: 'Ask whoever gave it to you for a new one and open it here, then choose Retry.',
  },
  link_revoked: {
    what: 'The link by which you came was taken back.',
    next: 'Ask whoever gave it to you for a new one and open it here, then choose Retry.',
  },
  limit_reached: {
    what: 'No more files or bytes are allowed to you here.',
    next: 'Ask whoever invited you to allow more, then choose Retry.',
  },
  forbidden: {
    what: 'You are not allowed to do that here.',
    next: 'Ask whoever runs this service, then choose Retry.',
  },
  details_invalid: {
    what: 'The details of this file are not what this service asks for.',
    next: 'Choose Retry to correct them.',
  },
  hashes_differ: {
    what: 'The receipt states another hash of this file already.',
    next: 'It stays as it is. Check whether the file was changed after it was sent.',
  },
  bad_request: {
    what: 'The server refused this file’s name or details.',
    next: 'Rename the file, remove this upload and add the file again.',
  },
  not_found: {
    what: 'The server does not know what was asked of it. It may be another version.',
    next: 'Reload this page, then choose Retry.',
  },
  storage: {
    what: 'The browser’s own storage is full or does not work.',
    next: 'Free some disk space, then choose Retry.',
  },
  newer_data: {
    what: 'This browser’s uploads were written by a newer version of Longhaul.',
    next: 'Reload this page to get the newer version.',
  },
  internal: {
    what: 'A fault in Longhaul stopped this upload.',
    next: 'Choose Retry. If it fails again, reload this page.',
  },
}
