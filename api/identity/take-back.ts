import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'

/**
 * Takes a link back. One that is not listed is noted too: it may have been made while the bucket was away.
 *
 * @param id in small letters
 * @throws ApiFailure not_found where none of this id is listed; the store's own where nothing is noted
 */
export async function takeBack(
  { revocations, issuedLinks, log }: Pick<Dependencies, 'revocations' | 'issuedLinks' | 'log'>,
  id: string,
): Promise<void> {
  await revocations.revoke(id)
  let isListed: boolean
  try {
    isListed = await issuedLinks.has(id)
  } catch (error) {
    log.warn({ link: id, err: error }, 'whether a link that was taken back is listed is not known')
    return
  }
  if (isListed) return
  throw new ApiFailure(
    'not_found',
    `no link with the id ${id} is listed. It was noted all the same: should there be one, all servers know within ten seconds.`,
  )
}
