import type { Finding } from '../../shared/doctor.ts'
import { ok, warning } from './finding.ts'

const CHECK = 'Part route'

/** Whether browsers can go on without a page. */
export function checkPartRoute(partRoute: boolean): Finding {
  if (partRoute) {
    return ok(CHECK, 'It is on: Chromium and Edge go on when the last page is closed.')
  }
  return warning(
    'part_route_off',
    CHECK,
    'It is off: uploads wait while no page is open.',
    'Set PART_ROUTE=on if they are to go on; parts of closed pages then pass through the server.',
  )
}
