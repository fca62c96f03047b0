import { startEmbeddedStore } from '../servers/embedded-store.ts'
import { describeS3Contract } from './contract.ts'

describeS3Contract('The embedded store', startEmbeddedStore)
