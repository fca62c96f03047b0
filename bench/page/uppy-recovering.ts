/**
 * A page with Uppy and all that it has against interruptions, for `npm run test:compare`. In each state
 * it offers, in plain elements, what Uppy's own Dashboard offers, and its buttons do the same.
 */
import Uppy from '@uppy/core'
import AwsS3 from '@uppy/aws-s3'
import GoldenRetriever from '@uppy/golden-retriever'
import { signRequest } from './sign-request.ts'

const uppy = new Uppy()
uppy.use(AwsS3, { shouldUseMultipart: true, signRequest })
uppy.use(GoldenRetriever, { serviceWorker: true })
void navigator.serviceWorker.register('/worker.js')

/** What the page shows; a person's act is the label of a button, or the file chosen again. */
interface Shown {
  readonly says: string
  readonly complete: boolean
  readonly wants: 'Retry' | 'Resume' | 'file' | ''
}

function whatToShow(): Shown | null {
  const { error, recoveredState } = uppy.getState()
  const files = uppy.getFiles()
  if (files.length === 0) return null
  const { isAllComplete, isSomeGhost } = uppy.getObjectOfFilesPerState()
  if (error !== null) {
    const says = files.find((file) => file.error)?.error ?? error
    return { says: `Upload failed: ${says}`, complete: false, wants: 'Retry' }
  }
  if (isAllComplete) return { says: 'Complete', complete: true, wants: '' }
  if (recoveredState && isSomeGhost) {
    return { says: 'Restored; choose the file again', complete: false, wants: 'file' }
  }
  if (recoveredState) return { says: 'Restored', complete: false, wants: 'Resume' }
  return { says: 'Uploading', complete: false, wants: '' }
}

function show(): void {
  const shown = whatToShow()
  const { dataset } = document.body
  if (shown === null) delete dataset['shown']
  else dataset['shown'] = JSON.stringify(shown)
}

/** One that was recovered without its content takes it; any other is begun at once. */
function add(file: File | undefined): void {
  if (!file) return
  uppy.addFile({ name: file.name, type: file.type, data: file })
  if (!uppy.getState().recoveredState) void uppy.upload()
}

function addButton(label: string, act: () => unknown): void {
  const button = document.createElement('button')
  button.textContent = label
  button.addEventListener('click', () => void act())
  document.body.append(button)
}

uppy.on('state-update', show)
document.querySelector('input')?.addEventListener('change', ({ currentTarget }) => {
  if (currentTarget instanceof HTMLInputElement) add(currentTarget.files?.[0])
})
document.addEventListener('dragover', (event) => event.preventDefault())
document.addEventListener('drop', (event) => {
  event.preventDefault()
  add(event.dataTransfer?.files[0])
})
addButton('Retry', () => uppy.retryAll())
addButton('Resume', () => uppy.emit('restore-confirmed'))
document.body.dataset['ready'] = ''
