/** Why the server can't start, as one line for the person who starts it. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
