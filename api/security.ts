import { secureHeaders } from 'hono/secure-headers'

/**
 * Where the page and its worker may load from, and send to.
 *
 * @param storeOrigins where the browser may send parts
 */
export function contentPolicy(storeOrigins: readonly string[]) {
  return {
    defaultSrc: ["'self'"],
    // WebAssembly computes the checksums.
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    connectSrc: ["'self'", ...storeOrigins],
    imgSrc: ["'self'", 'data:'],
    // A film that is being sent is asked how long it is.
    mediaSrc: ["'self'", 'blob:'],
    styleSrc: ["'self'"],
    workerSrc: ["'self'"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  }
}

/**
 * Headers that bind the page to its own code and to the store.
 *
 * @param https whether to ask browsers to come by https only
 */
export function securityHeaders(policy: ReturnType<typeof contentPolicy>, https: boolean) {
  return secureHeaders({
    contentSecurityPolicy: policy,
    xFrameOptions: 'DENY',
    strictTransportSecurity: https ? 'max-age=15552000' : false,
  })
}
