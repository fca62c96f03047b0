import type { ChecksumAlgorithm } from '../../shared/checksum.ts'
import type { Finding } from '../../shared/doctor.ts'
import { encryptionInput } from '../s3/object-options.ts'
import { probeStore } from '../s3/probe.ts'
import type { Deployment } from './deployment.ts'
import { failure, ok, warning } from './finding.ts'
import { describeRefusal } from './refusal.ts'
import type { Scratch } from './scratch.ts'

const CHECK = 'Checksums'
const OVERWRITING = 'Overwriting: uploads of parts'
const OVERWRITING_WHOLE = 'Overwriting: files of one part'

/** What the store really checks of a part and an object, found by sending it wrong ones. */
export async function checkChecksums(
  { client, address, uploads, objects }: Deployment,
  scratch: Scratch,
): Promise<{ checksum: ChecksumAlgorithm; findings: readonly Finding[] }> {
  try {
    const encryption = encryptionInput(objects)
    const { bucket } = address
    const ability = await probeStore(client, bucket, uploads.keyPrefix, scratch.left, encryption)
    const overwriting = ability.guardedComplete
      ? ok(OVERWRITING, 'The store refuses to complete an upload whose key is taken.')
      : warning(
          'complete_unguarded',
          OVERWRITING,
          'The store takes no If-None-Match with Complete. Keys are unique, and looked up before.',
          'Nothing has to be done; a newer version of the store may have it.',
        )
    return {
      checksum: ability.checksum,
      findings: [judge(ability.checksum), overwriting, judgePut(ability.guardedPut)],
    }
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    const finding = failure(
      'checksums_untried',
      CHECK,
      `They could not be tried: the store answered ${describeRefusal(cause)}.`,
      'Mend what failed above, and run this again.',
    )
    // What every store knows.
    return { checksum: 'md5', findings: [finding] }
  }
}

/** Of files that are put as a whole. */
function judgePut(guardedPut: boolean): Finding {
  if (guardedPut) return ok(OVERWRITING_WHOLE, 'The store refuses to put one whose key is taken.')
  return warning(
    'put_unguarded',
    OVERWRITING_WHOLE,
    'The store takes no If-None-Match with PUT. Keys are unique, and looked up before.',
    'Nothing has to be done; a newer version of the store may have it.',
  )
}

function judge(checksum: ChecksumAlgorithm): Finding {
  switch (checksum) {
    case 'crc64nvme':
      return ok(CHECK, 'The store checks the CRC64NVME of every part and of the whole object.')
    case 'md5':
      return warning(
        'checksums_md5',
        CHECK,
        'The store ignores CRC64NVME. Parts are checked by Content-MD5, and receipts say so.',
        'Nothing has to be done; a newer version of the store may have it.',
      )
    case 'none':
      return warning(
        'checksums_none',
        CHECK,
        'The store checks no content: only sizes are compared, and receipts say so.',
        'Use a store that checks CRC64NVME or Content-MD5 where content has to be proved.',
      )
  }
}
