import { parseArgs } from 'node:util'
import { SET_RULES } from '../audit/actions.ts'
import { readConfig } from '../config.ts'
import { createS3Client } from '../s3/client.ts'
import { areSame, describeDifference } from '../setup/difference.ts'
import { planChanges } from '../setup/plan.ts'
import { addressOf, originOf } from './address.ts'
import { audited } from './audit.ts'
import { UsageError, type Command } from './command.ts'

const HELP = `longhaul setup-bucket [--yes]
  Shows what it would change in the bucket: a CORS rule that lets the page in, and a lifecycle rule
  that clears away what is left of uploads that nobody finished. Rules of others stay.
  --yes   does it
`

const OPTIONS = {
  yes: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** `longhaul setup-bucket`: the rules that a bucket needs, shown first and set with `--yes`. */
export const setupBucket: Command = async (options, environment, stderr = process.stderr) => {
  const { yes, help } = readOptions(options)
  if (help) return HELP
  const config = readConfig(environment)
  const address = await addressOf(config)
  const client = createS3Client(address)
  try {
    const changes = await planChanges(client, address.bucket, originOf(config), config.uploads)
    const shown: string[] = []
    for (const { name, before, after, apply } of changes) {
      if (areSame(before, after)) {
        shown.push(`The ${name} of ${address.bucket} are as they should be.`)
        continue
      }
      if (yes) await audited(SET_RULES, config.audit, stderr, apply, () => ({ rules: name }))
      const what = yes ? 'were changed' : 'would change'
      shown.push(`The ${name} of ${address.bucket} ${what}:\n${describeDifference(before, after)}`)
    }
    const nothing = changes.every(({ before, after }) => areSame(before, after))
    if (!nothing && !yes) shown.push('Nothing was changed. To do it: longhaul setup-bucket --yes')
    return `${shown.join('\n\n')}\n`
  } finally {
    client.destroy()
  }
}

function readOptions(options: string[]) {
  try {
    return parseArgs({ args: options, options: OPTIONS }).values
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), HELP, { cause })
  }
}
