/** Every route of the server, with what it wants of whoever asks. */

/** Of a letter of nine bytes. */
export const CRC = 'rosUhgp5mIg='

/** What kind of permission a route wants. */
export type Kind = 'public' | 'begin' | 'admin' | 'own' | 'part' | 'watch'

/** Every route of the server: one that is added and has no row here fails. */
export const ROUTES: Readonly<Record<string, { kind: Kind; body?: unknown }>> = {
  'GET /health': { kind: 'public' },
  'GET /ready': { kind: 'public' },
  'GET /api/config': { kind: 'public' },
  'GET /api/receipts/jwks.json': { kind: 'public' },
  'GET /api/identity': { kind: 'begin' },
  'POST /api/uploads': { kind: 'begin' },
  'POST /api/links': { kind: 'admin', body: { expiresInSeconds: 60 } },
  'GET /api/links': { kind: 'admin' },
  'DELETE /api/links/:id': { kind: 'admin' },
  'POST /api/admin/uploads': { kind: 'admin', body: { after: null } },
  'POST /api/admin/uploads/parts': { kind: 'admin', body: { key: 'in/none', uploadId: 'none' } },
  'POST /api/admin/uploads/abort': {
    kind: 'admin',
    body: { uploads: [{ key: 'in/none', uploadId: 'none' }] },
  },
  'POST /api/admin/receipts': {
    kind: 'admin',
    body: { text: '', person: '', from: null, to: null, after: null },
  },
  'POST /api/admin/receipts/one': { kind: 'admin', body: { key: 'in/none' } },
  'POST /api/admin/receipts/older': { kind: 'admin', body: { after: '' } },
  'GET /api/admin/totals': { kind: 'admin' },
  'POST /api/doctor': { kind: 'admin', body: {} },
  'POST /api/uploads/:id/sign': { kind: 'own', body: { parts: [{ number: 1 }] } },
  'GET /api/uploads/:id/parts': { kind: 'own' },
  'PUT /api/uploads/:id/parts/:number': { kind: 'part' },
  'POST /api/uploads/:id/complete': { kind: 'own', body: { checksum: CRC } },
  'POST /api/uploads/:id/discard': { kind: 'own', body: {} },
  'POST /api/batch/create': { kind: 'begin' },
  'POST /api/batch/sign': { kind: 'own', body: { parts: [{ number: 1 }] } },
  'POST /api/batch/complete': { kind: 'own', body: { checksum: CRC } },
  'GET /api/uploads/:id/receipt': { kind: 'own' },
  'POST /api/uploads/:id/hashes': {
    kind: 'own',
    body: { computedBy: 'browser', md5: '0'.repeat(32) },
  },
  'DELETE /api/uploads/:id': { kind: 'own' },
  'POST /api/uploads/:id/watch': { kind: 'own', body: {} },
  'GET /api/uploads/:id/status': { kind: 'watch' },
}
