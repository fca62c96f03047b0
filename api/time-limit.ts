/**
 * Does something that is to end after a while, or when something else does.
 *
 * `AbortSignal.any` of an `AbortSignal.timeout` does not do that in Node 20: it forgets the latter when memory is
 * collected, and then never ends (https://github.com/nodejs/node/issues/57736).
 *
 * @param limit ms, above 0; the signal's reason is a `TimeoutError` after that
 * @param stop has the signal end too, with its own reason
 * @throws what `use` throws
 */
export async function withinTime<T>(
  limit: number,
  stop: AbortSignal,
  use: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const end = (): void => controller.abort(stop.reason)
  if (stop.aborted) end()
  stop.addEventListener('abort', end)
  const timer = setTimeout(() => {
    controller.abort(new DOMException('The time is over', 'TimeoutError'))
  }, limit)
  try {
    return await use(controller.signal)
  } finally {
    clearTimeout(timer)
    stop.removeEventListener('abort', end)
  }
}
