/**
 * Where somebody is sent to be signed in by the proxy before the server. The worker answers it only
 * where nobody else does, so the proxy sees it whatever the browser has kept of the app.
 */
export const SIGN_IN_PATH = '/sign-in'
