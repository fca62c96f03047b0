import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'

const project = resolve(import.meta.dirname, '../..')

/** Of a file of each realm, what it may import and what the linter has to refuse. */
const REALMS = [
  {
    file: 'shared/x.ts',
    allowed: ['./plan.ts', 'valibot', 'jose'],
    refused: ['../web/x.ts', '../api/x.ts', '../bench/x.ts', 'preact', 'hono', 'node:fs'],
  },
  {
    file: 'web/main.tsx',
    allowed: ['./views/app.tsx', '../shared/plan.ts', 'preact'],
    refused: ['./sw/main.ts', './admin/api.ts', '../api/x.ts', 'node:fs'],
  },
  {
    file: 'web/views/x.tsx',
    allowed: ['../worker-door.ts', '../../shared/plan.ts'],
    refused: ['../sw/engine/x.ts', '../admin/api.ts', '../../api/x.ts', '../../tests/x.ts'],
  },
  {
    file: 'web/admin/views/x.tsx',
    allowed: ['../api.ts', '../../views/modal.tsx', '../../../shared/plan.ts'],
    refused: ['../../sw/md5.ts', '../../../api/x.ts', '../../../bench/x.ts'],
  },
  {
    file: 'web/sw/x.ts',
    allowed: ['./engine/record.ts', '../../shared/plan.ts', 'idb'],
    refused: ['../files/add.ts', '../state/x.ts', '../worker-door.ts', '../../api/x.ts', 'preact'],
  },
  {
    file: 'web/sw/clients/x.ts',
    allowed: ['./api.ts', '../engine/record.ts', '../../../shared/plan.ts'],
    refused: ['../../files/add.ts', '../../worker-door.ts', '../../../api/x.ts', 'node:fs'],
  },
  {
    file: 'web/sw/engine/x.ts',
    allowed: ['./record.ts', '../../../shared/plan.ts', 'valibot'],
    refused: ['../clients/api.ts', '../stores/x.ts', '../../door/x.ts', 'idb', 'preact', 'node:fs'],
  },
  {
    file: 'api/routes/x.ts',
    allowed: ['../s3/store.ts', '../../shared/plan.ts', 'hono', 'node:fs'],
    refused: ['../store/server.ts', '../testing/x.ts', '../../web/x.ts', '../../tests/x.ts'],
  },
  {
    file: 'api/main.ts',
    allowed: ['./store/server.ts', './config.ts'],
    refused: ['./testing/x.ts', '../web/x.ts'],
  },
  {
    file: 'api/store/x.ts',
    allowed: ['./errors.ts', './operations/x.ts', '../secrets.ts', '../../shared/plan.ts'],
    refused: ['../app.ts', '../s3/bucket.ts', '../../web/x.ts'],
  },
  {
    file: 'api/store/operations/x.ts',
    allowed: ['../errors.ts', './x.ts', '../../../shared/plan.ts'],
    refused: ['../../app.ts', '../../s3/bucket.ts', '../../../web/x.ts'],
  },
]

/** `file:line` of each import that the linter refuses. */
let refusals: Set<string>

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'longhaul-imports-'))
  try {
    await copyFile(join(project, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
    for (const { file, allowed, refused } of REALMS) {
      await mkdir(dirname(join(folder, file)), { recursive: true })
      const lines = [...allowed, ...refused].map((module) => `import '${module}'\n`)
      await writeFile(join(folder, file), lines.join(''))
    }
    refusals = await lint(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
})

describe.each(REALMS)('$file', ({ file, allowed, refused }) => {
  it.each(allowed.map((module, index) => [module, index + 1]))('may import %s', (_, line) => {
    expect(refusals).not.toContain(`${file}:${line}`)
  })

  it.each(refused.map((module, index) => [module, allowed.length + index + 1]))(
    'may not import %s',
    (_, line) => expect(refusals).toContain(`${file}:${line}`),
  )
})

async function lint(folder: string): Promise<Set<string>> {
  const oxlint = join(project, 'node_modules/oxlint/bin/oxlint')
  const said = await new Promise<string>((answer) => {
    // It ends with 1, as it has something to refuse.
    execFile(process.execPath, [oxlint, '--format', 'unix'], { cwd: folder }, (_error, stdout) =>
      answer(stdout),
    )
  })
  const lines = said.split('\n').filter((line) => line.includes('no-restricted-imports'))
  return new Set(lines.map((line) => line.split(':', 2).join(':')))
}
