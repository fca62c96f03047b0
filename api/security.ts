import { secureHeaders } from 'hono/secure-headers'

/**
 * Headers that bind the page to its own code and to the store.
 *
 * @param storeOrigins where the browser may send parts
 * @param https whether to ask browsers to come by https only
 */
export function securityHeaders(storeOrigins: readonly string[], https: boolean) {
  return secureHeaders({
    contentSecurityPolicy: {
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
    },
    xFrameOptions: 'DENY',
    strictTransportSecurity: https ? 'max-age=15552000' : false,
  })
}
