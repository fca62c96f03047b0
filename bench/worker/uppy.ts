/** The service worker that Uppy gives along to keep files over a reload. */
import '@uppy/golden-retriever/lib/ServiceWorker.js'
