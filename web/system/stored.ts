/** Without that storage the page remembers nothing, and works all the same: null. */
export function stored<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(localStorage)
  } catch (error) {
    console.warn('the browser does not let the page remember anything', error)
    return null
  }
}
