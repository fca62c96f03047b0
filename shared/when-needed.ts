/** Made at its first use: what Intl loads for a formatter takes milliseconds of a page's start. */
export function whenNeeded<Made>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => (made ??= make())
}
