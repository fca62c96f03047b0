import { Hono } from 'hono'
import * as v from 'valibot'
import type { DoctorAnswer } from '../../shared/doctor.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import { identifyAdmin, jsonBody, type ApiEnvironment } from './environment.ts'

/**
 * `POST /doctor`: tries the bucket and the settings, for admins. It writes, if only for a moment; so
 * one at a time, and few a minute.
 */
export function doctorRoute(deps: Dependencies) {
  let running = false
  return new Hono<ApiEnvironment>().post(
    '/doctor',
    ...identifyAdmin(deps),
    jsonBody(v.strictObject({})),
    async (c) => {
      if (running) {
        throw new ApiFailure('slow_down', 'another examination is running', {
          status: 429,
          retryAfter: 5,
        })
      }
      deps.rates.doctor.take('')
      running = true
      try {
        const answer: DoctorAnswer = { findings: await deps.examine() }
        return c.json(answer)
      } finally {
        running = false
      }
    },
  )
}
