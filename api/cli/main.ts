/** `npx longhaul …`: what an operator does beside the running server, by the same settings. */
import { ApiFailure } from '../failure.ts'
import { StartError } from '../start-error.ts'
import { UnreadableError, UsageError, type Command, type Printed } from './command.ts'
import { describeWithRemedy } from './failure-text.ts'
import { doctor } from './doctor.ts'
import { link } from './link.ts'
import { setupBucket } from './setup-bucket.ts'
import { verify } from './verify.ts'

const COMMANDS: Readonly<Record<string, Command<Printed>>> = {
  doctor,
  link,
  'setup-bucket': setupBucket,
  verify,
}

const HELP = `longhaul doctor             tries the bucket and the settings, and says what to change
longhaul link …             makes an upload link, and prints it
longhaul link revoke ID     takes a link back
longhaul setup-bucket       shows the CORS and lifecycle rules that the bucket needs, and sets them
longhaul verify …           compares a file with its receipt

What a command takes: longhaul COMMAND --help. The settings are those of the server, from the
environment (docs/configure.md).
`

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'

const [name = '', ...options] = process.argv.slice(2)
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
try {
  if (command) print(await command(options, process.env))
  else if (name === '' || name === 'help' || name === '--help') process.stdout.write(HELP)
  else throw new UsageError(`there is no command ${name}`, HELP)
} catch (error) {
  if (
    !(
      error instanceof UsageError ||
      error instanceof UnreadableError ||
      error instanceof StartError ||
      error instanceof ApiFailure
    )
  ) {
    throw error
  }
  const help = error instanceof UsageError ? `\n${error.help}` : ''
  const message = error instanceof ApiFailure ? describeWithRemedy(error) : error.message
  process.stderr.write(`longhaul: ${message}\n${help}`)
  process.exitCode = error instanceof UsageError || error instanceof UnreadableError ? 2 : 1
}

function print(output: Printed): void {
  process.stdout.write(typeof output === 'string' ? output : output.text)
  if (typeof output !== 'string') process.exitCode = output.exitCode
}
