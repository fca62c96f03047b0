// Puts on the colours that were chosen before anything is drawn, so that no others flash.
{
  const apply = () => {
    const root = document.documentElement
    let theme
    try {
      theme = localStorage.theme
    } catch (error) {
      console.warn('the browser does not say which colours were chosen', error)
    }
    if (theme) root.dataset.theme = theme
    else delete root.dataset.theme
    for (const meta of document.querySelectorAll('[data-of]')) {
      const { of } = meta.dataset
      meta.media = theme ? (of === theme ? '' : 'not all') : `(prefers-color-scheme: ${of})`
    }
  }
  apply()
  // Another page, or the settings, have changed it.
  addEventListener('storage', apply)
}
