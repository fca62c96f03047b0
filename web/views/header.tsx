import { text } from '../text/en.ts'

/** @param badge says what this page is, where it is not the app */
export function Header({ badge }: { badge?: string }) {
  return (
    <header class="masthead">
      <img src="/icon.svg" alt="" width="32" height="32" />
      <h1>{text.name}</h1>
      {badge !== undefined && <span class="badge">{badge}</span>}
    </header>
  )
}
