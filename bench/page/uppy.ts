/** A page with Uppy, which sends each file that is chosen by `@uppy/aws-s3`. */
import Uppy from '@uppy/core'
import AwsS3 from '@uppy/aws-s3'
import { signRequest } from './sign-request.ts'

/** Bytes of a part, if the address names them; else Uppy's own choice. */
const partSize = Number(new URLSearchParams(location.search).get('part-size') ?? 0)

const uppy = new Uppy()
uppy.use(AwsS3, {
  shouldUseMultipart: true,
  ...(partSize > 0 && { getChunkSize: () => partSize }),
  signRequest,
})

document.querySelector('input')?.addEventListener('change', (event) => {
  const input = event.currentTarget
  const [file] = input instanceof HTMLInputElement ? (input.files ?? []) : []
  if (!file) return
  const { dataset } = document.body
  dataset['begin'] = String(performance.timeOrigin + performance.now())
  uppy.addFile({ name: file.name, type: file.type, data: file })
  uppy.upload().then(
    (result) => {
      dataset['end'] = result?.failed?.[0]?.error ?? ''
    },
    (error: unknown) => {
      dataset['end'] = String(error)
    },
  )
})
