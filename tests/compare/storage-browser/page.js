/**
 * A page with AWS's Storage Browser for S3 and nothing else, set up as its documentation says for a
 * site that has its own sign-in. Plain JavaScript, as its packages are installed for `npm run
 * test:compare` alone, so that their types are not there where the rest is checked.
 */
import { createStorageBrowser } from '@aws-amplify/ui-react-storage/browser'
import { Amplify } from 'aws-amplify'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

async function show() {
  const { bucket, region, endpoint } = await askServer('/bucket')
  // It asks for that much; all else comes with the component.
  Amplify.configure({})
  const { StorageBrowser } = createStorageBrowser({
    config: {
      region,
      customEndpoint: endpoint,
      listLocations: async () => ({ items: [wholeOf(bucket)], nextToken: undefined }),
      async getLocationCredentials() {
        const { expiration, ...credentials } = await askServer('/credentials')
        return { credentials: { ...credentials, expiration: new Date(expiration) } }
      },
      // Nobody signs out.
      registerAuthListener: () => undefined,
    },
  })
  createRoot(document.querySelector('main')).render(createElement(StorageBrowser))
}

function wholeOf(bucket) {
  const permissions = ['delete', 'get', 'list', 'write']
  return { id: bucket, bucket, prefix: '', type: 'BUCKET', permissions }
}

async function askServer(path) {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return response.json()
}

void show()
