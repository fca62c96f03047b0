import { parseArgs } from 'node:util'
import type { DoctorAnswer } from '../../shared/doctor.ts'
import { readConfig } from '../config.ts'
import { examine } from '../doctor/examine.ts'
import { hasFailed } from '../doctor/finding.ts'
import { describeFindings } from '../doctor/report.ts'
import { createS3Client } from '../s3/client.ts'
import { addressOf, originOf } from './address.ts'
import { UsageError, type Command } from './command.ts'

const HELP = `longhaul doctor [--json]
  Tries all that the server needs of its bucket, on scratch keys that are removed again, and its
  other settings, and says what to change. Ends with 1 where uploads can't work.
`

const OPTIONS = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** `longhaul doctor`: what is wrong with a deployment, and what to change. */
export const doctor: Command<{ text: string; exitCode: number }> = async (options, environment) => {
  const { json, help } = readOptions(options)
  if (help) return { text: HELP, exitCode: 0 }
  const config = readConfig(environment)
  const address = await addressOf(config)
  const client = createS3Client(address)
  try {
    const findings = await examine({
      client,
      address,
      origin: originOf(config),
      uploads: config.uploads,
      form: config.form,
      objects: config.objects,
      notices: config.notices,
      jwt: config.auth.jwt,
      now: Date.now,
    })
    const answer: DoctorAnswer = { findings }
    return {
      text: json ? `${JSON.stringify(answer, null, 2)}\n` : describeFindings(findings),
      exitCode: hasFailed(findings) ? 1 : 0,
    }
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
