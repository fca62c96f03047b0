import { newVersion } from '../state/version.ts'
import { text } from '../text/catalogue.ts'
import { Banner } from './banner.tsx'

/** Offers to go over to a version that is there. */
export function NewVersion({ install }: { install: () => void }) {
  const later = () => {
    newVersion.value = null
  }
  const actions = (
    <>
      <button type="button" class="button primary" onClick={install}>
        {text.banner.updateNow}
      </button>
      <button type="button" class="button" onClick={later}>
        {text.banner.later}
      </button>
    </>
  )
  return (
    <Banner tone="info" actions={actions}>
      <strong>{text.banner.update}</strong> {text.banner.updateWhy}
    </Banner>
  )
}
