import * as v from 'valibot'
import { openSession, type Session } from './debugging.ts'

const targetSchema = v.object({
  id: v.string(),
  type: v.string(),
  url: v.string(),
  webSocketDebuggerUrl: v.string(),
})

/**
 * One page of a browser that nobody else debugs. A debugger that attaches to a service worker keeps
 * it alive, and the usual drivers attach to every one: this attaches to the page alone.
 */
export interface PageTarget {
  /**
   * @param as whether it counts as a person's own doing, as a click does
   * @throws Error with what the expression threw
   */
  evaluate(expression: string, as?: 'script' | 'person'): Promise<unknown>
  setFiles(selector: string, paths: readonly string[]): Promise<void>
  /** Drops files on the page as real ones: their handles can be stored. */
  drop(paths: readonly string[]): Promise<void>
  reload(): Promise<void>
  /** Ends the service workers as the browser ends those that it thinks are idle. */
  stopWorkers(): Promise<void>
  /**
   * Fires a one-shot `sync` event at an origin's service worker, which is started where it does not
   * run, as the browser does when there is a network again.
   */
  fireSync(origin: string, tag: string): Promise<void>
  /** Has the browser freeze the page, as it does with one that was not looked at for long. */
  freeze(): Promise<void>
  goOn(): Promise<void>
  close(): Promise<void>
}

/** @param debugging the browser's debugging address, an origin */
export async function openPage(debugging: string, url: string): Promise<PageTarget> {
  const opened = await fetch(`${debugging}/json/new?${encodeURIComponent(url)}`, { method: 'PUT' })
  return attach(debugging, v.parse(targetSchema, await opened.json()))
}

/** Attaches to the page that the browser was started with. */
export async function firstPage(debugging: string): Promise<PageTarget> {
  const targets = await listTargets(debugging)
  const target = targets.find(({ type }) => type === 'page')
  if (!target) throw new Error('the browser has no page')
  return attach(debugging, target)
}

/** Whether a service worker runs: only such a one is on the browser's list. */
export async function runsWorker(debugging: string): Promise<boolean> {
  return (await listTargets(debugging)).some(({ type }) => type === 'service_worker')
}

/** The addresses of the pages that are open. */
export async function openPages(debugging: string): Promise<string[]> {
  const targets = await listTargets(debugging)
  return targets.filter(({ type }) => type === 'page').map(({ url }) => url)
}

async function listTargets(debugging: string) {
  const listed = await fetch(`${debugging}/json/list`)
  return v.parse(v.array(targetSchema), await listed.json())
}

async function attach(
  debugging: string,
  { id, webSocketDebuggerUrl }: v.InferOutput<typeof targetSchema>,
): Promise<PageTarget> {
  const session = await openSession(webSocketDebuggerUrl)
  const call = (method: string, params?: object) => session.call(v.unknown(), method, params)
  return {
    evaluate: (expression, as = 'script') => evaluate(session, expression, as === 'person'),
    async setFiles(selector, files) {
      const root = v.object({ root: v.object({ nodeId: v.number() }) })
      const { nodeId: document } = (await session.call(root, 'DOM.getDocument')).root
      const node = v.object({ nodeId: v.number() })
      const found = await session.call(node, 'DOM.querySelector', { nodeId: document, selector })
      await call('DOM.setFileInputFiles', { ...found, files })
    },
    async drop(paths) {
      const data = { items: [], files: paths, dragOperationsMask: 1 }
      for (const type of ['dragEnter', 'dragOver', 'drop']) {
        await call('Input.dispatchDragEvent', { type, x: 300, y: 200, data })
      }
    },
    async reload() {
      await call('Page.reload')
    },
    async stopWorkers() {
      await call('ServiceWorker.enable')
      await call('ServiceWorker.stopAllWorkers')
      await call('ServiceWorker.disable')
    },
    async fireSync(origin, tag) {
      const registrationId = await registrationOf(session, origin)
      const params = { origin, registrationId, tag, lastChance: false }
      await call('ServiceWorker.dispatchSyncEvent', params)
      await call('ServiceWorker.disable')
    },
    async freeze() {
      await call('Page.setWebLifecycleState', { state: 'frozen' })
    },
    async goOn() {
      await call('Page.setWebLifecycleState', { state: 'active' })
    },
    async close() {
      session.close()
      await fetch(`${debugging}/json/close/${id}`)
    },
  }
}

const registrationsSchema = v.object({
  registrations: v.array(
    v.object({ registrationId: v.string(), scopeURL: v.string(), isDeleted: v.boolean() }),
  ),
})

/** The id under which the browser knows an origin's service worker; the domain stays enabled. */
async function registrationOf(session: Session, origin: string): Promise<string> {
  const id = new Promise<string>((found) => {
    session.listen('ServiceWorker.workerRegistrationUpdated', (params) => {
      const { registrations } = v.parse(registrationsSchema, params)
      const ours = registrations.find(
        ({ scopeURL, isDeleted }) => scopeURL === `${origin}/` && !isDeleted,
      )
      if (ours) found(ours.registrationId)
    })
  })
  await session.call(v.unknown(), 'ServiceWorker.enable')
  return id
}

const evaluatedSchema = v.object({
  result: v.object({ value: v.optional(v.unknown()) }),
  exceptionDetails: v.optional(v.object({ text: v.string() })),
})

async function evaluate(
  session: Session,
  expression: string,
  userGesture: boolean,
): Promise<unknown> {
  const params = { expression, returnByValue: true, awaitPromise: true, userGesture }
  const answer = await session.call(evaluatedSchema, 'Runtime.evaluate', params)
  if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text)
  return answer.result.value
}
