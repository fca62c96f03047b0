import '../../system/platform.ts'
import { FILES_AGAIN } from '../../system/files-again.ts'

const ADMIN = /^\/admin\/?$/

/**
 * Makes way for the app where something of it is launched into this window, with which nothing is lost.
 * Files don't come along: the app says so.
 */
export function followLaunches(): void {
  window.launchQueue?.setConsumer(({ targetURL, files }) => {
    if (files.length > 0) location.assign(`/${FILES_AGAIN}`)
    else if (targetURL !== undefined && !ADMIN.test(new URL(targetURL).pathname)) {
      location.assign(targetURL)
    }
  })
}
