import { startSwift } from '../servers/swift.ts'
import { describeApiOn } from './api-on-md5-store.ts'

describeApiOn('Swift', startSwift)
