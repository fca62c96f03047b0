import { describeApiOn } from '../contract/api-on-md5-store.ts'
import { startCeph } from '../servers/ceph.ts'

describeApiOn('Ceph RGW', startCeph)
