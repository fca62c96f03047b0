import type { ComponentChildren } from 'preact'

interface BannerProps {
  tone: 'info' | 'warning' | 'problem'
  children: ComponentChildren
  actions?: ComponentChildren
}

/** Something said across the page. Problems interrupt a screen reader, the rest waits. */
export function Banner({ tone, children, actions }: BannerProps) {
  return (
    <div class={`banner ${tone}`} role={tone === 'problem' ? 'alert' : 'status'}>
      <div class="banner-text">{children}</div>
      {actions && <div class="actions">{actions}</div>}
    </div>
  )
}
