/** A service worker that answers one kind of question, on the port that comes with it. */

declare const self: ServiceWorkerGlobalScope

/** @param work its error's message is the answer when it fails */
export function answerMessages(work: (question: unknown) => Promise<unknown>): void {
  self.addEventListener('install', () => void self.skipWaiting())
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
  self.addEventListener('message', (event) => {
    const answer = async (): Promise<void> => {
      const [port] = event.ports
      try {
        port?.postMessage({ ok: true, value: await work(event.data) })
      } catch (error) {
        port?.postMessage({ ok: false, message: String(error) })
      }
    }
    event.waitUntil(answer())
  })
}
