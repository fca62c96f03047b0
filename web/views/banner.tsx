import type { ComponentChildren } from 'preact'

interface BannerProps {
  tone: 'info' | 'warning' | 'problem'
  children: ComponentChildren
  actions?: ComponentChildren
  /** Whether screen readers are told of it otherwise. */
  isToldElsewhere?: boolean
}

/** Something said across the page. Problems interrupt a screen reader, the rest waits. */
export function Banner({ tone, children, actions, isToldElsewhere }: BannerProps) {
  const role = tone === 'problem' ? 'alert' : 'status'
  return (
    <div class={`banner ${tone}`} role={isToldElsewhere ? undefined : role}>
      <div class="banner-text">{children}</div>
      {actions && <div class="actions">{actions}</div>}
    </div>
  )
}
