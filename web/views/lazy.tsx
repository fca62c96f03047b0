import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { loadLater, text } from '../text/catalogue.ts'

/**
 * A view whose code and texts are loaded when it is first shown.
 *
 * @param isQuiet whether nothing stands in its place until then
 */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  isQuiet = false,
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
    if (View) return <NotLoaded />
    return <p class="starting">{text.views.loading}</p>
  }
}

function NotLoaded() {
  return (
    <section class="card" role="alert">
      <h1>{text.views.notLoaded}</h1>
      <p>{text.views.notLoadedNext}</p>
      <p>
        <button type="button" class="button primary" onClick={() => location.reload()}>
          {text.banner.reload}
        </button>
      </p>
    </section>
  )
}
