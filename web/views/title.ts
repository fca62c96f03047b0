import { useEffect } from 'preact/hooks'
import { route } from '../state/location.ts'
import { list } from '../state/uploads.ts'
import { text } from '../text/en.ts'

/** Has the window's title say which view it shows. */
export function useTitle(): void {
  const view = titleOfView()
  const title = view === null ? text.name : text.views.title(view)
  useEffect(() => {
    document.title = title
  }, [title])
}

function titleOfView(): string | null {
  const shown = route.value
  switch (shown.view) {
    case 'home':
      return null
    case 'upload':
      return list.find(shown.id)?.name ?? text.views.noUpload
    case 'help':
      return text.views.help
    case 'unknown':
      return text.views.unknown
  }
}
