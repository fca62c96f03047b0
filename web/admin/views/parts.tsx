/** Small pieces that the views share. */
import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { copyText } from '../../state/clipboard.ts'
import { sayAnew } from '../../state/say-anew.ts'
import { Banner } from '../../views/banner.tsx'
import { text } from '../text/catalogue.ts'

/** What went wrong, with another try. */
export function Problem({ words, again }: { words: string | null; again?: () => void }) {
  if (words === null) return null
  return (
    <Banner
      tone="problem"
      actions={
        again && (
          <button type="button" class="button" onClick={again}>
            {text.tryAgain}
          </button>
        )
      }
    >
      {words}
    </Banner>
  )
}

/** In place of a list that has nothing. */
export function Empty({ what, next }: { what: string; next?: string }) {
  return (
    <div class="card nothing">
      <p>
        <strong>{what}</strong>
      </p>
      {next !== undefined && <p class="hint">{next}</p>}
    </div>
  )
}

interface PersonProps {
  /** As receipts have it. */
  subject: string
  /** What links are known by, by their ids. */
  linkNames: ReadonlyMap<string, string>
}

/** Who sent a file, where that is somebody. */
export function Person({ subject, linkNames }: PersonProps) {
  if (subject === '') return null
  const [kind = '', id = ''] = subject.split(':')
  if (kind !== 'link') return <span>{text.accountOf(id)}</span>
  const name = linkNames.get(id)
  return <span title={id}>{name === undefined ? text.linkOf(id) : text.linkNamed(name)}</span>
}

export function Loading() {
  return (
    <p class="loading" role="status">
      {text.loading}
    </p>
  )
}

interface ButtonProps {
  children: ComponentChildren
  onClick: () => void
  /** The whole of what it does, where its words are short. */
  label?: string
  kind?: 'primary' | 'danger' | 'quiet'
  disabled?: boolean
}

export function Button({ children, onClick, label, kind, disabled = false }: ButtonProps) {
  return (
    <button
      type="button"
      class={kind === undefined ? 'button' : `button ${kind}`}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  )
}

interface CopyableProps {
  value: string
  /** What it is, for screen readers. */
  label: string
  /** Where to copy it is the first thing to do. */
  onCopied?: () => void
}

/** Text to be copied, such as a command. */
export function Copyable({ value, label, onCopied }: CopyableProps) {
  const feedback = useSignal('')
  const copy = () => {
    copyText(value).then(
      () => {
        sayAnew(feedback, text.copied)
        onCopied?.()
      },
      () => sayAnew(feedback, text.copyFailed),
    )
  }
  return (
    <div class="copyable">
      <input
        readOnly
        dir="ltr"
        aria-label={label}
        value={value}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <button
        type="button"
        class={onCopied ? 'button primary' : 'button'}
        autofocus={onCopied !== undefined}
        onClick={copy}
      >
        {text.copy}
      </button>
      <span class="feedback" role="status">
        {feedback}
      </span>
    </div>
  )
}

/** The name of a file, which is the end of its object's key, and the folder before it. */
export function KeyName({ name: key }: { name: string }) {
  const { name, folder } = splitKey(key)
  return (
    <div class="key-name">
      <h3 title={key}>
        <bdi>{name}</bdi>
      </h3>
      <p class="path">
        <bdi>{folder}</bdi>
      </p>
    </div>
  )
}

export function splitKey(key: string): { name: string; folder: string } {
  const at = key.lastIndexOf('/')
  return { name: key.slice(at + 1), folder: key.slice(0, at + 1) }
}

/** Seconds since a time, at least 0. */
export function secondsSince(iso: string): number {
  return Math.max(0, (Date.now() - Date.parse(iso)) / 1000)
}
