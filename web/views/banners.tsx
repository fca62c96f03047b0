import { addedSoFar, addingText, isAddingLong } from '../state/adding.ts'
import { dialog } from '../state/dialogs.ts'
import { dismiss, notices } from '../state/notices.ts'
import { online, silent } from '../state/page.ts'
import { newVersion } from '../state/version.ts'
import { text } from '../text/catalogue.ts'
import { Banner } from './banner.tsx'
import { lazy } from './lazy.tsx'
import { loadTools } from './load-tools.ts'

const NewVersion = lazy(async () => (await loadTools()).NewVersion, true)

/** What is told above all else: each calmly, once, and only while it holds. */
export function Banners() {
  return (
    <div class="banners" aria-live="polite">
      {!online.value && <Banner tone="warning">{text.banner.offline}</Banner>}
      {silent.value && <Silent />}
      {newVersion.value && <NewVersion install={newVersion.value} />}
      {isAdding() && <Banner tone="info">{addingText()}</Banner>}
      <Notices isOffer={false} />
    </div>
  )
}

/** What is offered has time: it stands below all else, and moves nothing when it comes. */
export function Offers() {
  return (
    <div class="banners" aria-live="polite">
      <Notices isOffer />
    </div>
  )
}

/** A form for what is added counts it, and nothing is added before that is answered. */
function isAdding(): boolean {
  return isAddingLong.value && (addedSoFar.value > 0 || dialog.value === null)
}

function Silent() {
  const reload = (
    <button type="button" class="button" onClick={() => location.reload()}>
      {text.banner.reload}
    </button>
  )
  return (
    <Banner tone="problem" actions={reload}>
      {text.banner.silent}
    </Banner>
  )
}

/** @param isOffer those that offer what nobody asked for, or all others */
function Notices({ isOffer }: { isOffer: boolean }) {
  const those = notices.value.filter(({ subject }) => (subject === 'install') === isOffer)
  return those.map(({ subject, tone, text: said, items, offer, dismissed, lang }) => (
    <Banner
      key={subject}
      tone={tone}
      lang={lang}
      actions={
        <>
          {offer && (
            <button type="button" class="button primary" onClick={offer.accept}>
              {offer.label}
            </button>
          )}
          <button
            type="button"
            class="button"
            onClick={() => {
              dismiss(subject)
              dismissed?.()
            }}
          >
            {text.banner.dismiss}
          </button>
        </>
      }
    >
      {said}
      {items && (
        <ul>
          {items.map((item) => (
            <li key={item}>
              <bdi>{item}</bdi>
            </li>
          ))}
        </ul>
      )}
    </Banner>
  ))
}
