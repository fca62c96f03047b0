import * as v from 'valibot'
import type { Browser } from './browser.ts'
import { openSession, type Session } from './debugging.ts'

const versionSchema = v.object({ webSocketDebuggerUrl: v.string() })

/**
 * Answers for the person what an origin asks permission for, until the session is closed. Once one is
 * set, those that aren't are denied.
 */
export async function setPermissions(
  { debugging }: Browser,
  origin: string,
  settings: Readonly<Record<string, 'granted' | 'denied'>>,
): Promise<Session> {
  const answer = await fetch(`${debugging}/json/version`)
  const { webSocketDebuggerUrl } = v.parse(versionSchema, await answer.json())
  const session = await openSession(webSocketDebuggerUrl)
  for (const [name, setting] of Object.entries(settings)) {
    const params = { permission: { name }, setting, origin }
    await session.call(v.unknown(), 'Browser.setPermission', params)
  }
  return session
}
