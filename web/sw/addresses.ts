const VIEWS = /^\/((index.html|history|settings|health-check|help|uploads|receipts)(\/.*)?)?$/

/** Whether a path is of the app's own: that of a view. */
export function isOfTheApp(pathname: string): boolean {
  return VIEWS.test(pathname)
}
