import { describeS3Contract } from '../contract/contract.ts'
import { CEPH_LACKS } from '../contract/ceph-lacks.ts'
import { startCeph } from '../servers/ceph.ts'

describeS3Contract('Ceph RGW', startCeph, CEPH_LACKS)
