/**
 * What other apps share with this one. The system posts it to an address of the app; the worker keeps
 * it there as it came, and the page reads it and asks whether it is to be sent: any site can post to
 * that address as well.
 */

/** The manifest's share target, and the lock that the worker holds while what is posted there is coming. */
export const SHARE_PATH = '/share'
/** The name under which files come. */
export const SHARED_FIELD = 'files'
/** The cache in which the worker keeps what was posted. */
export const SHARED_CACHE = 'shared'
/** Where the page is opened meanwhile. */
export const SHARED_SEARCH = '?shared'
