import * as v from 'valibot'
import { notificationTextSchema, type NotificationText } from '../../../shared/notification-text.ts'
import { orStorageError, type Database } from './database.ts'

const KEY = 'notifications'

/** What the page gave last; null where it gave none, or what another version could read. */
export async function notificationTextIn(database: Database): Promise<NotificationText | null> {
  const stored = v.safeParse(notificationTextSchema, await database.get('about', KEY))
  return stored.success ? stored.output : null
}

/** Resolves when it would survive the worker's end. @throws UploadError storage */
export async function keepNotificationText(
  database: Database,
  text: NotificationText,
): Promise<void> {
  await orStorageError(() => database.put('about', text, KEY))
}
