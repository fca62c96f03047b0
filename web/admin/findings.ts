import * as v from 'valibot'
import type { DoctorAnswer, Finding } from '../../shared/doctor.ts'

const findingSchema: v.GenericSchema<unknown, Finding> = v.object({
  check: v.string(),
  level: v.picklist(['ok', 'warning', 'failure']),
  code: v.string(),
  saw: v.string(),
  change: v.string(),
})

export const doctorAnswerSchema: v.GenericSchema<unknown, DoctorAnswer> = v.object({
  findings: v.array(findingSchema),
})
