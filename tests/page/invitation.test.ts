import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../shared/errors.ts'
import type { IdentityAnswer } from '../../shared/wire.ts'
import { ask, openPage, show } from './browser.ts'
import { inspect } from './inspect.ts'
import { openStage } from './stage.ts'
import { viewOf } from './views.ts'

const TOKEN = 'head.content.signature'
const INVITED: IdentityAnswer = {
  kind: 'link',
  admin: false,
  note: 'Please send the film,\nand the sound as well.',
  expiresInSeconds: 86_400,
  maxFileSize: 5_000_000_000,
  filesLeft: 3,
  bytesLeft: 20_000_000_000,
}

const { site, browser } = await openStage()

/** A page on which the server's word on whoever asks is this, and then the link is opened. */
async function invited(
  state: { identity?: IdentityAnswer; problem?: ErrorCode },
  use: (page: Page, requests: readonly string[]) => Promise<void>,
  { fragment = `#link=${TOKEN}` }: Partial<{ fragment: string }> = {},
): Promise<void> {
  const { page, complaints, open } = await openPage(browser, site.origin)
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url() + (request.postData() ?? '')))
  try {
    await open()
    await show(page, state)
    await page.evaluate((hash) => {
      location.hash = hash
    }, fragment)
    await use(page, requests)
    expect(complaints).toEqual([])
  } finally {
    await page.context().close()
  }
}

/** Nobody is invited to add what would be refused. */
async function expectNoInvitation(page: Page): Promise<void> {
  await page.getByText('No files can be added at the moment.').waitFor()
  for (const name of ['Choose files', 'Choose a folder']) {
    expect(await page.getByRole('button', { name }).isDisabled()).toBe(true)
  }
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['dragged'], 'dragged.txt'))
    document.body.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true }))
  })
  expect(await page.getByText('Drop to add').count()).toBe(0)
}

describe('an upload link', () => {
  test('is kept by the worker, leaves the address, and is in no request', async () => {
    await invited({ identity: INVITED }, async (page, requests) => {
      await page.getByText('Please send the film').waitFor()
      expect(await ask(page, { type: 'test-link' })).toBe(TOKEN)
      expect(page.url()).toBe(`${site.origin}/`)
      await page.reload()
      await page.getByText('Please send the film').waitFor()
      expect(requests.filter((request) => request.includes('signature'))).toEqual([])
      expect(requests.length).toBeGreaterThan(2)
    })
  })

  test('shows what is asked for and what is left, in every look', async () => {
    await invited({ identity: INVITED }, async (page) => {
      await page.getByText(/You may send 3 files and 20.GB more\./).waitFor()
      await page.getByText('This link may be used until').waitFor()
      await inspect(page, 'invitation')
    })
  })

  test('says what is left as soon as an upload has ended', async () => {
    await invited({ identity: INVITED }, async (page) => {
      await page.getByText('You may send 3 files').waitFor()
      const uploads = [viewOf(1, { state: 'verified' })]
      await show(page, { identity: { ...INVITED, filesLeft: 2 }, uploads })
      await page.getByText('You may send 2 files').waitFor()
    })
  })

  test('says when all has been sent that may be', async () => {
    await invited({ identity: { ...INVITED, filesLeft: 0 } }, async (page) => {
      await page.getByText('All that may be sent by this link has been.').waitFor()
      expect(await page.getByText('You may send').count()).toBe(0)
      await expectNoInvitation(page)
    })
  })

  test.each<[ErrorCode, string]>([
    ['link_required', 'This service takes files only by a link. Open the link'],
    ['link_invalid', 'This link is not valid. Open the whole link'],
    ['link_expired', 'This link has expired. What was begun goes on.'],
    ['link_revoked', 'This link was taken back. Nothing more is taken by it.'],
    [
      'sign_in_required',
      'You are not signed in any more. Sign in: what was begun goes on by itself.',
    ],
  ])('that lets nobody in says why: %s', async (problem, said) => {
    await invited({ problem }, async (page) => {
      await expect
        .poll(() => page.locator('.banner').allInnerTexts())
        .toEqual([expect.stringContaining(said)])
      expect(await page.locator('main').innerText()).not.toContain(problem)
      await expectNoInvitation(page)
    })
  })

  test('that lets nobody in has no faults, and lets what was begun have its file again', async () => {
    await invited({ problem: 'link_expired' }, async (page) => {
      await expectNoInvitation(page)
      await inspect(page, 'invitation-refused')
      await show(page, { problem: 'link_expired', uploads: [viewOf(1, { problem: 'file_gone' })] })
      await page.getByText('Drop or paste files and folders anywhere').waitFor()
      await page.getByRole('button', { name: 'Choose files' }).click({ trial: true })
    })
  })

  test('leads to a sign-in where one is wanted, in a tab of its own', async () => {
    await invited({ problem: 'sign_in_required' }, async (page) => {
      const way = page.getByRole('link', { name: 'Sign in' })
      expect(await way.evaluate((link) => link.outerHTML)).toContain('href="/sign-in"')
      expect(await way.getAttribute('target')).toBe('_blank')
      await inspect(page, 'sign-in')
    })
  })

  test('that is cut off is not kept, and is known as that', async () => {
    await invited(
      { identity: INVITED },
      async (page) => {
        const said = page.getByText('This link is not whole. Copy it once more')
        await said.waitFor()
        // What may be sent without it is asked each time that the page is seen.
        await page.evaluate(async () => {
          document.dispatchEvent(new Event('visibilitychange'))
          await new Promise((resolve) => setTimeout(resolve, 500))
        })
        expect(await said.isVisible()).toBe(true)
        expect(await ask(page, { type: 'test-link' })).toBeNull()
      },
      { fragment: '#link=head.content' },
    )
  })
})
