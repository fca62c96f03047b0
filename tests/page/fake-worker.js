/**
 * A service worker that sends nothing: it shows the page whatever uploads a test gives it, keeps
 * to the messages of shared/messages.ts, and does what a person asks for at once. The
 * version is set before it; an outdated one refuses everything.
 */
const uploads = new Map()
let receipt = null
let busy = false
let partRoute = true
let database = 'first'
/** The code by which a link for another device is refused. */
let noLink = null
const sources = []
/** What the server says of whoever has the link that was opened last. */
let identity = null
let problem = null
let link = null

self.addEventListener('install', () => {
  if (!self.registration.active) self.skipWaiting()
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('message', (event) => event.waitUntil(answer(event)))

async function answer({ data, ports: [port] }) {
  if (data.type === 'SKIP_WAITING') return self.skipWaiting()
  if (self.VERSION === 'outdated') return port.postMessage({ ok: false, code: 'newer_data' })
  if (data.type === 'watch' && noLink) return port.postMessage({ ok: false, code: noLink })
  const answers = {
    'test-set': setForTest,
    'test-sources': () => sources,
    'test-link': () => link,
    'test-lose': loseForTest,
    hello: () => ({ uploads: [...uploads.values()], database }),
    ping: () => null,
    online: () => null,
    'handed-over': () => null,
    'part-route': () => ({ partRoute }),
    file: () => ({ file: new File(['content'], 'file') }),
    add: ({ files }) => change(files.map(added)),
    control: ({ control, ids }) => doTo(control, ids === 'all' ? [...uploads.keys()] : ids),
    give: ({ id }) => change([{ ...uploads.get(id), problem: null, state: 'uploading' }]),
    handle: () => ({ handle: null }),
    link: ({ token }) => openedByTest(token),
    identity: () => ({ identity, problem }),
    receipt: () => ({ receipt }),
    watch: ({ id }) => ({
      link: { id, token: 'head.content.signature', expiresInSeconds: 604_800 },
    }),
    busy: () => ({ busy }),
  }
  port.postMessage({ ok: true, value: await answers[data.type](data) })
}

function setForTest(data) {
  receipt = data.receipt ?? receipt
  busy = data.busy ?? busy
  partRoute = data.partRoute ?? partRoute
  noLink = data.noLink ?? noLink
  identity = data.identity ?? null
  problem = data.problem ?? null
  if (!data.uploads) return null
  const there = new Set(data.uploads.map(({ id }) => id))
  const removed = [...uploads.keys()].filter((id) => !there.has(id))
  return change(data.uploads, removed)
}

function openedByTest(token) {
  link = token
  return null
}

/** As when the browser deletes what the worker has on record. */
async function loseForTest() {
  uploads.clear()
  database = 'second'
  await tellPages({ type: 'stale' })
  return null
}

function added({ id, name, path, size, lastModified, source }) {
  sources.push(source.constructor.name)
  const state = {
    state: 'waiting',
    sent: 0,
    inFlight: 0,
    problem: null,
    retryAt: null,
    proof: null,
  }
  return {
    id,
    name,
    path,
    size,
    lastModified,
    ...state,
    offline: false,
    handedOver: false,
    watchable: false,
    addedAt: Date.now(),
  }
}

function doTo(control, ids) {
  const known = ids.flatMap((id) => uploads.get(id) ?? [])
  if (control === 'remove') return change([], ids)
  const states = { pause: 'paused', resume: 'waiting', cancel: 'cancelled', retry: 'waiting' }
  return change(known.map((view) => ({ ...view, state: states[control], inFlight: 0 })))
}

async function change(views, removed = []) {
  for (const view of views) uploads.set(view.id, view)
  for (const id of removed) uploads.delete(id)
  await tellPages({ type: 'changed', uploads: views, removed })
  return null
}

async function tellPages(message) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  for (const page of pages) page.postMessage(message)
}
