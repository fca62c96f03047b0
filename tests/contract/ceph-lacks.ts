import type { Lacks } from './clause.ts'

/** What Ceph RGW 16.2 (Debian 12) does otherwise than S3. */
export const CEPH_LACKS: Lacks = {}
