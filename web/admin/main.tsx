import { render } from 'preact'
import { signIn } from './state/session.ts'
import { beginInLanguage } from './text/catalogue.ts'
import { App } from './views/app.tsx'

const root = document.getElementById('app')
if (!root) throw new Error('the page has no element #app')
await beginInLanguage()
render(<App />, root)
void signIn()
