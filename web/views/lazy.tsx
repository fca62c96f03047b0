import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { loadLater, text } from '../text/catalogue.ts'
import { Failure } from './failure.tsx'

/**
 * A view whose code and texts are loaded when it is first shown.
 *
 * @param isQuiet whether nothing stands in its place until then
 * @param isPage whether it is all that there is to see
 */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  isQuiet = false,
  isPage = false,
): ComponentType<Props> {
  const view = signal<ComponentType<Props> | 'failed' | null>(null)
  let asked = false
  return function Lazy(props) {
    const View = view.value
    if (View && View !== 'failed') return <View {...props} />
    if (!asked) {
      asked = true
      Promise.all([load(), loadLater()]).then(
        ([loaded]) => (view.value = loaded),
        (error: unknown) => {
          console.warn('a view can not be loaded', error)
          view.value = 'failed'
        },
      )
    }
    if (isQuiet) return null
    const { loading, notLoaded, notLoadedNext } = text.views
    const now = View ? (
      <Failure said={[notLoaded, notLoadedNext]} label={text.banner.reload} />
    ) : (
      // In a dialog it is what names that, too.
      <h1 id="dialog-heading" class="starting">
        {loading}
      </h1>
    )
    return isPage ? <main class="page">{now}</main> : now
  }
}
