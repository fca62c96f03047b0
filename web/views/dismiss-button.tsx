import { text } from '../text/catalogue.ts'
import { Icon } from './icon.tsx'

/** Takes a bar away that stands over the page's end. */
export function DismissButton({ onClick }: { onClick: () => void }) {
  return (
    <button
      type="button"
      class="button quiet icon-button"
      aria-label={text.banner.dismiss}
      title={text.banner.dismiss}
      onClick={onClick}
    >
      <Icon name="cancel" />
    </button>
  )
}
