import { startSwift } from '../servers/swift.ts'
import { describeS3Contract } from './contract.ts'
import { SWIFT_LACKS } from './swift-lacks.ts'

describeS3Contract('OpenStack Swift', startSwift, SWIFT_LACKS)
