/**
 * A service worker that sends nothing: it shows the page whatever uploads a test gives it, keeps
 * to the messages of shared/messages.ts, and does what a person asks for at once. The
 * version is set before it; an outdated one refuses everything.
 */
const uploads = new Map()
let receipt = null
/** The code by which a receipt is refused; `silence` for no answer at all. */
let noReceipt = null
/** What is told of whichever upload is looked at from near. */
let detail = null
let busy = false
let partRoute = true
let database = 'first'
/** The code by which a link for another device is refused. */
let noLink = null
/** The code by which files are refused that are added. */
let noAdd = null
/** The code by which a new speed limit is refused. */
let noLimit = null
let bandwidth = { usual: null, spans: [] }
const sources = []
/** What came with each file that was added. */
const detailsOfAdded = []
/** The message by which details were corrected last. */
let corrected = null
/** What the server says of whoever has the link that was opened last. */
let identity = null
let problem = null
let link = null
/** Of every upload. */
let file = new File(['content'], 'file')

self.addEventListener('install', () => {
  if (!self.registration.active) self.skipWaiting()
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('message', (event) => event.waitUntil(answer(event)))

async function answer({ data, ports: [port] }) {
  if (data.type === 'SKIP_WAITING') return self.skipWaiting()
  if (self.VERSION === 'outdated') return port.postMessage({ ok: false, code: 'newer_data' })
  if (data.type === 'watch' && noLink) return port.postMessage({ ok: false, code: noLink })
  if (data.type === 'add' && noAdd) return port.postMessage({ ok: false, code: noAdd })
  if (data.type === 'bandwidth' && data.bandwidth && noLimit) {
    return port.postMessage({ ok: false, code: noLimit })
  }
  if (data.type === 'receipt' && noReceipt) {
    return noReceipt === 'silence' ? null : port.postMessage({ ok: false, code: noReceipt })
  }
  const answers = {
    'test-set': setForTest,
    'test-sources': () => sources,
    'test-link': () => link,
    'test-details': () => detailsOfAdded,
    'test-corrected': () => corrected,
    details: (message) => {
      corrected = message
      return null
    },
    'test-lose': loseForTest,
    'test-advance': ({ bytes }) =>
      change([...uploads.values()].map((view) => ({ ...view, state: 'uploading', sent: bytes }))),
    hello: () => following(data),
    ping: () => null,
    online: () => null,
    'handed-over': () => null,
    'notification-text': () => null,
    'part-route': () => ({ partRoute }),
    file: () => ({ file }),
    add: ({ files }) => change(files.map(added)),
    control: ({ control, ids }) => doTo(control, ids === 'all' ? [...uploads.keys()] : ids),
    arrange: ({ changes }) => change(changes.map(arranged)),
    give: ({ id }) => change([{ ...uploads.get(id), problem: null, state: 'uploading' }]),
    handle: () => ({ handle: null }),
    link: ({ token }) => openedByTest(token),
    identity: () => ({ identity, problem }),
    receipt: ({ id }) => ({ receipt: uploads.has(id) ? receipt : null }),
    hashes: () => ({ receipt }),
    detail: ({ id }) => ({ detail: uploads.has(id) ? detail : null }),
    watch: ({ id }) => ({
      link: { id, token: 'head.content.signature', expiresInSeconds: 604_800 },
    }),
    bandwidth: async ({ bandwidth: wanted }) => {
      if (wanted) await limitTo(wanted)
      return { bandwidth }
    },
    busy: () => ({ busy }),
  }
  port.postMessage({ ok: true, value: await answers[data.type](data) })
}

async function setForTest(data) {
  receipt = data.receipt ?? receipt
  noReceipt = data.noReceipt ?? null
  detail = data.detail ?? detail
  busy = data.busy ?? busy
  partRoute = data.partRoute ?? partRoute
  noLink = data.noLink ?? noLink
  noLimit = data.noLimit ?? noLimit
  noAdd = data.noAdd ?? noAdd
  if (data.bandwidth) await limitTo(data.bandwidth)
  identity = data.identity ?? null
  problem = data.problem ?? null
  if (data.noFile) file = null
  if (data.content) file = new File([new Uint8Array(data.content)], 'file')
  if (!data.uploads) return null
  const there = new Set(data.uploads.map(({ id }) => id))
  const removed = [...uploads.keys()].filter((id) => !there.has(id))
  return change(data.uploads, removed)
}

function openedByTest(token) {
  link = token
  return null
}

/** As many of the uploads as were asked for, after the one that was told last. */
function following({ limit = Infinity, after }) {
  const all = [...uploads.values()]
  const begin = all.findIndex(({ id }) => id === after) + 1
  const end = begin + limit
  return { uploads: all.slice(begin, end), more: end < all.length, database }
}

/** As when the browser deletes what the worker has on record. */
async function loseForTest() {
  uploads.clear()
  database = 'second'
  await tellPages({ type: 'stale' })
  return null
}

function added({ id, name, path, size, lastModified, source, details, startAt }) {
  detailsOfAdded.push(details ?? null)
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
    startAt,
  }
}

function doTo(control, ids) {
  const known = ids.flatMap((id) => uploads.get(id) ?? [])
  if (control === 'remove') return change([], ids)
  const states = {
    pause: 'paused',
    resume: 'waiting',
    cancel: 'cancelled',
    retry: 'waiting',
    disprove: 'disproved',
  }
  return change(known.map((view) => ({ ...view, state: states[control], inFlight: 0 })))
}

function arranged({ id, startAt, ...given }) {
  const view = uploads.get(id)
  // At once, its time has come as soon as it is set.
  return { ...view, ...given, startAt: (startAt ?? view.startAt) || undefined }
}

async function limitTo(wanted) {
  bandwidth = wanted
  await tellPages({ type: 'offered', offers: [], withdrawn: [], bandwidth })
}

async function change(views, removed = []) {
  for (const view of views) uploads.set(view.id, view)
  for (const id of removed) uploads.delete(id)
  // As many in a message as the worker tells.
  for (let at = 0; at < Math.max(views.length, removed.length); at += 250) {
    const end = at + 250
    const some = { uploads: views.slice(at, end), removed: removed.slice(at, end) }
    await tellPages({ type: 'changed', ...some })
  }
  return null
}

async function tellPages(message) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  for (const page of pages) page.postMessage(message)
}
