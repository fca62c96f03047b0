/** Drawn on 24 × 24 with a stroke of 2; the door points where text runs to. */
const DRAWINGS = {
  pause: 'M9 5v14M15 5v14',
  resume: 'M8 5l11 7-11 7z',
  cancel: 'M6 6l12 12M18 6L6 18',
  retry: 'M4 12a8 8 0 1 0 2.6-5.9M4 4v4.5h4.5',
  remove: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  receipt: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  share: 'M8 12h8M4 5h16v11H4zM9 20h6',
  upload: 'M12 16V4M7 9l5-5 5 5M5 20h14',
  door: 'M13 4H6v16h7M16 8l4 4-4 4M20 12H10',
  shield: 'M12 3l8 3v6c0 4.5-3.4 7.7-8 9-4.6-1.3-8-4.5-8-9V6zM8.5 12l2.5 2.5 4.5-5',
  check: 'M4 12.5l5 5L20 6.5',
} as const

export type IconName = keyof typeof DRAWINGS

/** A picture beside words that say the same, or in a button that has a name. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      class={name === 'door' ? 'icon pointing' : 'icon'}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={DRAWINGS[name]} />
    </svg>
  )
}
