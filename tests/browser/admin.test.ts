import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { makeFile } from './files.ts'
import { startStage, type PlainStage } from './stage.ts'
import { drop, isReady, openApp, PATIENCE, reaches } from './uploads-page.ts'

describe('an admin', () => {
  let stage: PlainStage
  beforeAll(async () => {
    stage = await startStage({ AUTH: 'links' })
  })
  afterAll(() => stage.close())

  const view = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click()
  const button = (page: Page, name: string) => page.getByRole('button', { name }).click()

  /** An upload that somebody began and left: its browser is not of this test. */
  async function leaveBehind(name: string): Promise<void> {
    const { client, name: bucket } = stage.bucket
    const at = { Bucket: bucket, Key: `2026/01/02/${'a'.repeat(32)}/${name}` }
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(at))
    const part = { ...at, UploadId, PartNumber: 1, Body: '123456789' }
    await client.send(new UploadPartCommand(part))
  }

  async function runningUploads(): Promise<number> {
    const { client, name: bucket } = stage.bucket
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
    return Uploads?.length ?? 0
  }

  test('makes a link, sees what came by it, takes it back, and aborts what was left', async () => {
    const requests: string[] = []
    stage.context().on('request', (request) => requests.push(request.url()))
    // The app's worker is there, and must not answer in the admins' page's place.
    const uploader = await openApp(stage.context(), stage.origin)

    const [address = ''] =
      /^\S+\/admin#link=\S+$/m.exec(await stage.command('link', '--admin')) ?? []
    const admin = await stage.context().newPage()
    await admin.goto(address)
    await view(admin, 'Links')
    await expect.poll(() => admin.url()).toBe(`${stage.origin}/admin#links`)
    await admin.getByText('Make a link').click()
    await admin.getByLabel('Name', { exact: true }).fill('Ann, rough cut')
    await admin.getByLabel('Folder in the bucket').fill('for-ann')
    await admin.getByLabel('Files at most').fill('2')
    await button(admin, 'Make the link')
    const link = await admin.getByRole('textbox', { name: 'Link', exact: true }).inputValue()
    await button(admin, 'Close')

    const { path } = await makeFile(join(stage.folder, 'take one.mov'), 20 * MIB)
    await uploader.goto(link)
    await isReady(uploader)
    await uploader.getByText('You may send 2 files more.').waitFor()
    await drop(uploader, path)
    await reaches(uploader, 'take one.mov', 'Verified')

    await view(admin, 'Receipts')
    await button(admin, 'Receipt of take one.mov')
    const receipt = admin.getByRole('dialog', { name: 'Receipt of take one.mov' })
    await receipt.getByText(/^for-ann\//).waitFor()
    await receipt.getByText('By this service').waitFor()
    await button(admin, 'Close')
    await admin.getByLabel('Name or key').fill('TAKE ann')
    await button(admin, 'Search')
    await expect.poll(() => admin.getByTestId('receipt-row').count()).toBe(1)
    await admin.getByLabel('Name or key').fill('take two')
    await button(admin, 'Search')
    await admin.getByText('No receipt is like that.').waitFor()

    await view(admin, 'Totals and cost')
    await admin.getByText('1 file of all time').waitFor()
    await view(admin, 'Health')
    await button(admin, 'Examine now')
    await admin.getByText(/^(?:All is well|Uploads work)/).waitFor({ timeout: PATIENCE })

    await view(admin, 'Links')
    await admin.getByText('1 of 2 files').waitFor()
    await button(admin, 'Its receipts: Ann, rough cut')
    await expect.poll(() => admin.getByTestId('receipt-row').count()).toBe(1)
    await admin.getByTestId('receipt-row').getByText('link “Ann, rough cut”').waitFor()
    await view(admin, 'Links')
    await button(admin, 'Take back Ann, rough cut')
    await button(admin, 'Take it back')
    await admin.getByText('“Ann, rough cut” was taken back.').waitFor()
    await uploader.reload()
    await uploader.getByText('This link was taken back.').waitFor()

    await leaveBehind('left.bin')
    await view(admin, 'Uploads')
    await button(admin, 'Show what arrived: left.bin')
    await admin.getByText('1 part, 9 bytes').waitFor()
    await admin.getByRole('checkbox', { name: 'Select left.bin' }).check()
    await button(admin, 'Abort 1 upload…')
    await admin.getByRole('dialog').getByRole('button', { name: 'Abort 1 upload' }).click()
    await admin.getByText('1 upload aborted.').waitFor()
    await expect.poll(runningUploads).toBe(0)

    const token = address.slice(address.indexOf('=') + 1)
    expect(requests.filter((url) => url.includes(token.slice(-20)))).toEqual([])
    expect(requests.filter((url) => url.includes('/admin/assets/')).length).toBeGreaterThan(0)
  })
})
