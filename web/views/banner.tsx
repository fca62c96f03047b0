import type { ComponentChildren } from 'preact'
import { directionOf, type Language } from '../text/languages.ts'

interface BannerProps {
  tone: 'info' | 'warning' | 'problem'
  children: ComponentChildren
  actions?: ComponentChildren
  /** Whether screen readers are told of it otherwise. */
  isToldElsewhere?: boolean
  /** Of what is said, where that may be another language than the page's. */
  lang?: Language
}

/** Something said across the page. Problems interrupt a screen reader, the rest waits. */
export function Banner({ tone, children, actions, isToldElsewhere, lang }: BannerProps) {
  const role = tone === 'problem' ? 'alert' : 'status'
  return (
    <div class={`banner ${tone}`} role={isToldElsewhere ? undefined : role}>
      <div class="banner-text" lang={lang} dir={lang && directionOf(lang)}>
        {children}
      </div>
      {actions && <div class="actions">{actions}</div>}
    </div>
  )
}
