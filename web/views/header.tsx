import { text } from '../text/en.ts'

export function Header() {
  return (
    <header class="masthead">
      <img src="/icon.svg" alt="" width="32" height="32" />
      <h1>{text.name}</h1>
    </header>
  )
}
