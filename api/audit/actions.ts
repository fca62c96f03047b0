/** What somebody may do by the API, as it is named in the audit and in the metrics. */
export interface Action {
  readonly name: string
  /** Whether it changes nothing: only refusals of it are worth a line. */
  readonly reads: boolean
}

const does = (name: string): Action => ({ name, reads: false })
const reads = (name: string): Action => ({ name, reads: true })

/** What the command line does too. */
export const MAKE_LINK = does('make_link')
export const REVOKE_LINK = does('revoke_link')
/** What it alone does. */
export const SET_RULES = does('set_rules')

/** By the route: one that is added needs a row here. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  'GET /api/config': reads('config'),
  'GET /api/identity': reads('identity'),
  'GET /api/receipts/jwks.json': reads('receipt_keys'),
  'GET /api/links': does('list_links'),
  'POST /api/links': MAKE_LINK,
  'DELETE /api/links/:id': REVOKE_LINK,
  'POST /api/doctor': does('doctor'),
  'POST /api/uploads': does('create'),
  'POST /api/uploads/:id/sign': does('sign'),
  'POST /api/uploads/:id/discard': does('discard'),
  'GET /api/uploads/:id/parts': reads('list_parts'),
  'PUT /api/uploads/:id/parts/:number': does('part'),
  'POST /api/uploads/:id/complete': does('complete'),
  'GET /api/uploads/:id/receipt': reads('receipt'),
  'POST /api/uploads/:id/hashes': does('hashes'),
  'DELETE /api/uploads/:id': does('abort'),
  'POST /api/uploads/:id/watch': does('share'),
  'GET /api/uploads/:id/status': reads('status'),
  'POST /api/admin/uploads': does('admin_list_uploads'),
  'POST /api/admin/uploads/parts': does('admin_list_parts'),
  'POST /api/admin/uploads/abort': does('admin_abort'),
  'POST /api/admin/receipts': does('admin_list_receipts'),
  'POST /api/admin/receipts/one': does('admin_read_receipt'),
  'POST /api/admin/receipts/older': does('admin_note_receipts'),
  'GET /api/admin/totals': does('admin_totals'),
  // Each upload of a batch is told of as an action of its own.
  'POST /api/batch/create': reads('batch_create'),
  'POST /api/batch/sign': reads('batch_sign'),
  'POST /api/batch/complete': reads('batch_complete'),
}

/** A request to a path or by a method that no route has. */
export const UNKNOWN_ACTION = reads('unknown')
