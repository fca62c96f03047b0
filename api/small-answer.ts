/** An answer has more bytes than it may have. */
export class LongAnswerError extends Error {
  override readonly name = 'LongAnswerError'
}

/**
 * The text of an answer of which a stranger may decide how long it is: no more of it is read than it
 * may have.
 *
 * @param most bytes
 * @throws LongAnswerError; what `fetch` throws where the answer breaks off
 */
export async function readSmallAnswer({ body }: Response, most: number): Promise<string> {
  const pieces: Uint8Array[] = []
  let length = 0
  // Leaving the loop early cancels the answer.
  for await (const piece of body ?? []) {
    length += piece.length
    if (length > most) throw new LongAnswerError(`the answer has more than ${most} bytes`)
    pieces.push(piece)
  }
  return new TextDecoder().decode(Buffer.concat(pieces))
}
