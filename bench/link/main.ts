/** A link in a process of its own, so that it takes no time from what it is before. */
import * as v from 'valibot'
import { openLink } from './proxy.ts'
import { linkShapeSchema } from './shape.ts'

const [target, shape] = v.parse(
  v.tuple([v.pipe(v.string(), v.url()), v.pipe(v.string(), v.parseJson(), linkShapeSchema)]),
  process.argv.slice(2),
)
const link = await openLink(new URL(target), shape)
process.on('message', (message) => {
  if (message === 'begin') link.begin()
  process.send?.({ port: link.port, ...link.report() })
})
process.on('disconnect', () => process.exit())
process.send?.({ port: link.port, ...link.report() })
