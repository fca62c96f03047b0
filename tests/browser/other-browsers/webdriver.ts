import { setTimeout as pause } from 'node:timers/promises'
import * as v from 'valibot'

/** A session of a driver that speaks WebDriver (https://www.w3.org/TR/webdriver2/). */
export interface WebDriver {
  /**
   * Sends a command and gives its value.
   *
   * @param path below the session's
   * @throws Error with the driver's words when it refuses
   */
  send<T extends v.GenericSchema>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body: unknown,
    value: T,
  ): Promise<v.InferOutput<T>>
  /** Ends the session and its browser. */
  end(): Promise<void>
}

const answerSchema = v.object({ value: v.unknown() })
const errorSchema = v.object({ error: v.string(), message: v.string() })
const sessionSchema = v.object({ sessionId: v.string() })

/**
 * Begins a session, with which the browser starts.
 *
 * @param origin the driver's, which may still be starting
 * @param exit resolves when the driver has ended
 * @param capabilities that the browser must have
 */
export async function connectWebDriver(
  origin: string,
  exit: Promise<unknown>,
  capabilities: Readonly<Record<string, unknown>>,
): Promise<WebDriver> {
  await Promise.race([
    isListening(`${origin}/status`),
    exit.then(() => {
      throw new Error('the driver has ended')
    }),
  ])
  const wanted = { capabilities: { alwaysMatch: capabilities } }
  const { sessionId } = await ask('POST', `${origin}/session`, wanted, sessionSchema)
  const session = `${origin}/session/${sessionId}`
  return {
    send: (method, path, body, value) => ask(method, `${session}${path}`, body, value),
    async end() {
      await ask('DELETE', session, undefined, v.unknown())
    },
  }
}

async function isListening(url: string): Promise<void> {
  for (let patience = 200; ; patience -= 1) {
    try {
      const response = await fetch(url)
      await response.body?.cancel()
      return
    } catch (cause) {
      if (patience === 0) throw new Error('the driver does not answer', { cause })
      await pause(50)
    }
  }
}

async function ask<T extends v.GenericSchema>(
  method: string,
  url: string,
  body: unknown,
  value: T,
): Promise<v.InferOutput<T>> {
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = v.parse(answerSchema, await response.json())
  const error = v.safeParse(errorSchema, answer.value)
  if (!response.ok) {
    throw new Error(error.success ? `${error.output.error}: ${error.output.message}` : url)
  }
  return v.parse(value, answer.value)
}
