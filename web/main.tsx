import { render } from 'preact'
import { start } from './state/page.ts'
import { App } from './views/app.tsx'
import { NoWorker } from './views/start.tsx'
import { whyNoWorker } from './worker-door.ts'

const root = document.getElementById('app')
if (!root) throw new Error('the page has no element #app')

const why = whyNoWorker()
if (why) {
  render(<NoWorker why={why} />, root)
} else {
  render(<App />, root)
  void start()
}
