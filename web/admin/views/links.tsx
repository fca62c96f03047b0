import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { ShownLink } from '../../../shared/admin.ts'
import { Banner } from '../../views/banner.tsx'
import { Modal } from '../../views/modal.tsx'
import { api } from '../api.ts'
import { askOfNow, said, useWork } from '../state/answer.ts'
import { refreshed, showReceiptsOf } from '../state/route.ts'
import { session } from '../state/session.ts'
import { format, text } from '../text/catalogue.ts'
import { MadeLink, MakeLink, type Made } from './make-link.tsx'
import { Button, Empty, Loading, Problem } from './parts.tsx'

type Dialog =
  | { readonly type: 'made'; readonly made: Made }
  | { readonly type: 'revoke'; readonly link: ShownLink }

/** Upload links: made, listed and taken back. */
export function Links() {
  const list = useSignal<readonly ShownLink[] | null>(null)
  const next = useSignal<string | null>(null)
  const dialog = useSignal<Dialog | null>(null)
  const changes = useRef(0)
  const work = useWork()
  const close = () => (dialog.value = null)

  const load = async (after: string) => {
    const page = await askOfNow(changes, () => api.links(after))
    list.value = after === '' ? page.links : [...(list.value ?? []), ...page.links]
    next.value = page.next
  }
  const loadAnew = () => work.runNext(() => load(''))
  useEffect(loadAnew, [refreshed.value])

  const all = list.value
  const now = session.value
  const takesLinks = now.type === 'in' && now.takesLinks
  return (
    <section class="view" aria-busy={work.busy}>
      <p class="hint">{text.links.what}</p>
      {takesLinks ? (
        <MakeLink
          onMade={(made) => {
            dialog.value = { type: 'made', made }
            loadAnew()
          }}
        />
      ) : (
        <Banner tone="warning">{text.links.off}</Banner>
      )}
      <Problem words={work.problem} again={work.again} />
      {all === null && work.busy && <Loading />}
      {all?.length === 0 && (
        <Empty what={text.links.none} next={takesLinks ? text.links.noneNext : ''} />
      )}
      {all !== null && all.length > 0 && (
        <ul class="rows">
          {all.map((link) => (
            <Row
              key={link.id}
              link={link}
              onRevoke={() => (dialog.value = { type: 'revoke', link })}
            />
          ))}
        </ul>
      )}
      {next.value !== null && (
        <div class="actions after">
          <Button disabled={work.busy} onClick={() => work.run(() => load(next.value ?? ''))}>
            {work.busy ? text.loading : text.more}
          </Button>
        </div>
      )}
      {dialog.value !== null && (
        <Modal key={dialog.value.type} onClose={close}>
          {dialog.value.type === 'made' ? (
            <MadeLink made={dialog.value.made} onClose={close} />
          ) : (
            <ConfirmRevoke
              link={dialog.value.link}
              onClose={close}
              onRevoked={({ id }) => {
                changes.current += 1
                list.value = (list.value ?? []).map((link) =>
                  link.id === id ? { ...link, revoked: true } : link,
                )
              }}
            />
          )}
        </Modal>
      )}
    </section>
  )
}

function nameOf({ label, note }: ShownLink): string {
  return label || note.split('\n', 1)[0] || text.links.unnamed
}

function Row({ link, onRevoke }: { link: ShownLink; onRevoke: () => void }) {
  const name = nameOf(link)
  const state = stateOf(link)
  return (
    <li class="row" data-testid="link-row" data-state={state}>
      <div class="key-name">
        <h3>
          <bdi>{name}</bdi>
          {link.admin && <span class="tag">{text.links.isAdmin}</span>}
        </h3>
        {link.note !== '' && link.note !== name && (
          <p class="path">
            <bdi>{link.note}</bdi>
          </p>
        )}
      </div>
      <span class={`state ${state}`}>{text.links[state]}</span>
      <div class="row-about">
        <p class="facts">
          <span>{text.links.since(text.when(link.madeAt))}</span>
          <span>{text.links.until(text.when(link.expiresAt))}</span>
          {link.prefix !== '' && <span>{text.links.goesTo(link.prefix)}</span>}
        </p>
        <p class="facts">
          <span>{usedOf(link)}</span>
          {link.maxFileSize !== null && (
            <span>{text.links.aFile(format.bytes(link.maxFileSize))}</span>
          )}
        </p>
      </div>
      <div class="actions">
        <Button label={text.links.receiptsOf(name)} onClick={() => showReceiptsOf(link.id)}>
          {text.links.receipts}
        </Button>
        {(state === 'active' || state === 'full') && (
          <Button label={text.links.revokeOf(name)} onClick={onRevoke}>
            {text.links.revoke}
          </Button>
        )}
      </div>
    </li>
  )
}

function stateOf({ revoked, expired, used, maxFiles, maxBytes }: ShownLink) {
  if (revoked) return 'revoked'
  if (expired) return 'expired'
  const isFull =
    used !== null && (used.files >= (maxFiles ?? Infinity) || used.bytes >= (maxBytes ?? Infinity))
  return isFull ? 'full' : 'active'
}

function usedOf({ used, maxFiles, maxBytes }: ShownLink): string {
  if (used === null) return text.links.notCounted
  const most = maxBytes === null ? null : format.bytes(maxBytes)
  return text.links.used(used.files, maxFiles, format.bytes(used.bytes), most)
}

interface ConfirmRevokeProps {
  link: ShownLink
  onClose: () => void
  onRevoked: (link: ShownLink) => void
}

function ConfirmRevoke({ link, onClose, onRevoked }: ConfirmRevokeProps) {
  const work = useWork()
  const now = session.value
  const name = nameOf(link)
  const revoke = () =>
    work.run(async () => {
      await api.revokeLink(link.id)
      said.value = text.links.done(name)
      onRevoked(link)
      onClose()
    })
  return (
    <>
      <h2 id="dialog-heading">{text.links.confirm(name)}</h2>
      <p>{text.links.confirmWhy}</p>
      {now.type === 'in' && now.linkId === link.id && (
        <p>
          <strong>{text.links.confirmOwn}</strong>
        </p>
      )}
      <Problem words={work.problem} />
      <div class="actions">
        <button type="button" class="button" autofocus onClick={onClose}>
          {text.links.no}
        </button>
        <Button kind="danger" disabled={work.busy} onClick={revoke}>
          {text.links.yes}
        </Button>
      </div>
    </>
  )
}
