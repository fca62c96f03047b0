/** How a view is looked at. */
export interface Look {
  readonly name: string
  readonly colorScheme: 'light' | 'dark'
  readonly width: number
  readonly forcedColors: 'none' | 'active'
  /** As a person sets it in the browser. */
  readonly text?: string
  /** Whether the person has set lines, words and letters apart. */
  readonly isSpaced?: true
}

/** The one in which pages are opened comes first. */
export const LOOKS = [
  { name: 'light', colorScheme: 'light', width: 1200, forcedColors: 'none' },
  { name: 'dark', colorScheme: 'dark', width: 1200, forcedColors: 'none' },
  { name: 'narrow', colorScheme: 'light', width: 360, forcedColors: 'none' },
  { name: 'forced', colorScheme: 'dark', width: 800, forcedColors: 'active' },
  { name: 'wide', colorScheme: 'light', width: 1440, forcedColors: 'none' },
  // What 400 % make of a window of 1,280 px: WCAG 1.4.10.
  { name: 'zoomed', colorScheme: 'light', width: 320, forcedColors: 'none' },
  { name: 'large-text', colorScheme: 'light', width: 640, forcedColors: 'none', text: '200%' },
  // WCAG 1.4.12.
  { name: 'spaced', colorScheme: 'light', width: 360, forcedColors: 'none', isSpaced: true },
] as const satisfies readonly Look[]
