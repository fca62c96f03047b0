import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'

const EXTENDED = 'file_system_access_extended_permission'
const CHOSEN = 'file_system_access_chooser_data'
/** Of a content setting. */
const ALLOW = 1

const chosenSchema = v.optional(
  v.object({ setting: v.object({ 'chosen-objects': v.array(v.object({ path: v.string() })) }) }),
)
const preferencesSchema = v.looseObject({
  profile: v.looseObject({
    content_settings: v.looseObject({
      exceptions: v.looseObject({
        [EXTENDED]: v.record(v.string(), v.unknown()),
        [CHOSEN]: v.record(v.string(), v.unknown()),
      }),
    }),
  }),
})

/**
 * Sets in a profile what a person sets who lets Chromium remember for every visit of an origin which
 * files it may read. No protocol sets it, and the dialog for it can't be driven.
 *
 * @param profile the folder of a browser that has run, and does not now
 */
export async function rememberFiles(profile: string, origin: string): Promise<void> {
  const preferences = await read(profile)
  preferences.profile.content_settings.exceptions[EXTENDED][`${origin},*`] = { setting: ALLOW }
  await writeFile(pathIn(profile), JSON.stringify(preferences))
}

/** The paths of the files that Chromium has written down by now as those that the origin may read. */
export async function rememberedFiles(profile: string, origin: string): Promise<string[]> {
  const { exceptions } = (await read(profile)).profile.content_settings
  const chosen = v.parse(chosenSchema, exceptions[CHOSEN][`${origin},*`])
  return (chosen?.setting['chosen-objects'] ?? []).map(({ path }) => path)
}

async function read(profile: string) {
  return v.parse(preferencesSchema, JSON.parse(await readFile(pathIn(profile), 'utf8')))
}

function pathIn(profile: string): string {
  return join(profile, 'Default/Preferences')
}
