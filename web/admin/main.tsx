import { render } from 'preact'
import { followLaunches } from './state/launches.ts'
import { signIn } from './state/session.ts'
import { beginInLanguage } from './text/catalogue.ts'
import { App } from './views/app.tsx'

const root = document.getElementById('app')
if (!root) throw new Error('the page has no element #app')
await beginInLanguage()
render(<App />, root)
followLaunches()
void signIn()
