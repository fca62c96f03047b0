/** The tasks of a page's main thread, by the browser's own trace. */
import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { median, round } from './statistics.ts'

/** ms from which a task is long (W3C, "Long Tasks API"). */
export const LONG = 50

export interface Task {
  /** ms from its begin to its end: on a machine with other work also what it waited. */
  readonly duration: number
  /** ms that the thread ran in it. */
  readonly processor: number
}

const eventSchema = v.object({
  name: v.string(),
  pid: v.number(),
  tid: v.number(),
  dur: v.optional(v.number(), 0),
  tdur: v.optional(v.number(), 0),
  args: v.looseObject({ name: v.optional(v.unknown()) }),
})
type TraceEvent = v.InferOutput<typeof eventSchema>

/** Records the page's tasks until it is told to end; of a browser with no other page. */
export async function recordTasks(page: Page): Promise<{ end(): Promise<Task[]> }> {
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) {
      const parsed = v.safeParse(eventSchema, event)
      if (parsed.success) events.push(parsed.output)
    }
  })
  const completed = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', '__metadata'] },
  })
  return {
    async end() {
      await session.send('Tracing.end')
      await completed
      await session.detach()
      return tasksOf(events)
    },
  }
}

function tasksOf(events: readonly TraceEvent[]): Task[] {
  const main = new Set<string>()
  for (const { name, args, ...of } of events) {
    if (name === 'thread_name' && args.name === 'CrRendererMain') main.add(`${of.pid} ${of.tid}`)
  }
  return events
    .filter(({ name, pid, tid }) => name.endsWith('::RunTask') && main.has(`${pid} ${tid}`))
    .map(({ dur, tdur }) => ({ duration: dur / 1000, processor: tdur / 1000 }))
}

/** What a table says of the tasks of some runs: medians. */
export function rowOf(runs: readonly { readonly tasks: readonly Task[] }[]) {
  const of = (measure: (task: Task) => number) => ({
    long: median(runs.map(({ tasks }) => tasks.filter((one) => measure(one) > LONG).length)),
    longest: round(median(runs.map(({ tasks }) => Math.max(0, ...tasks.map(measure)))), 0),
  })
  const all = of(({ duration }) => duration)
  const running = of(({ processor }) => processor)
  return {
    'over 50 ms': all.long,
    'longest, ms': all.longest,
    'over 50 ms of processor': running.long,
    'longest, ms of processor': running.longest,
  }
}
