import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { AbortAnswer, ListedUpload, SentParts, UploadsPage } from '../../../shared/admin.ts'
import { Modal } from '../../views/modal.tsx'
import { api } from '../api.ts'
import { askOfNow, said, useWork } from '../state/answer.ts'
import { refreshed } from '../state/route.ts'
import { format, text } from '../text/catalogue.ts'
import { ConfirmAbort } from './confirm-abort.tsx'
import {
  Button,
  Empty,
  KeyName,
  Loading,
  Person,
  Problem,
  secondsSince,
  splitKey,
} from './parts.tsx'

/** What the bucket has of files that are not complete; some or all of it may be aborted. */
export function Uploads() {
  const list = useSignal<readonly ListedUpload[] | null>(null)
  const linkNames = useSignal<ReadonlyMap<string, string>>(new Map())
  const next = useSignal<UploadsPage['next']>(null)
  const resumable = useSignal(0)
  const selected = useSignal<ReadonlySet<string>>(new Set())
  const onlyAbandoned = useSignal(false)
  const asked = useSignal<readonly ListedUpload[] | null>(null)
  const changes = useRef(0)
  const work = useWork()

  const load = async (after: UploadsPage['next']) => {
    const page = await askOfNow(changes, () => api.uploads({ after }))
    linkNames.value = new Map([...linkNames.value, ...Object.entries(page.linkNames)])
    list.value = after === null ? page.uploads : [...(list.value ?? []), ...page.uploads]
    next.value = page.next
    resumable.value = page.resumableSeconds
  }
  useEffect(() => work.runNext(() => load(null)), [refreshed.value])

  const ended = (uploads: readonly ListedUpload[], { aborted, failed, completed }: AbortAnswer) => {
    changes.current += 1
    const gone = new Set(uploads.map(({ uploadId }) => uploadId))
    for (const id of failed) gone.delete(id)
    const isLeft = ({ uploadId }: ListedUpload) => !gone.has(uploadId)
    list.value = (list.value ?? []).filter(isLeft)
    selected.value = new Set([...selected.value].filter((id) => !gone.has(id)))
    // Where the next answer does not come, the question is about what is left.
    asked.value = asked.value && asked.value.filter(isLeft)
    said.value = [
      ...(aborted > 0 ? [text.uploads.aborted(aborted)] : []),
      ...(completed.length > 0 ? [text.uploads.completed(completed.length)] : []),
      ...(failed.length > 0 ? [text.uploads.failed(failed.length)] : []),
    ].join(' ')
  }
  const select = (id: string, isSelected: boolean) => {
    const ids = new Set(selected.value)
    if (isSelected) ids.add(id)
    else ids.delete(id)
    selected.value = ids
  }

  const all = list.value
  const shown = all?.filter(({ abandoned }) => abandoned || !onlyAbandoned.value) ?? []
  const chosen = shown.filter(({ uploadId }) => selected.value.has(uploadId))
  const hasAbandoned = shown.some(({ abandoned }) => abandoned)
  return (
    <section class="view" aria-busy={work.busy}>
      <p class="hint">{text.uploads.what}</p>
      <Problem words={work.problem} again={work.again} />
      {all === null && work.busy && <Loading />}
      {all?.length === 0 && <Empty what={text.uploads.empty} next={text.uploads.emptyNext} />}
      {all !== null && all.length > 0 && (
        <>
          <div class="toolbar">
            <fieldset class="choice">
              <legend class="visually-hidden">{text.uploads.show}</legend>
              {[false, true].map((only) => (
                <label key={String(only)}>
                  <input
                    type="radio"
                    name="shown"
                    checked={onlyAbandoned.value === only}
                    onChange={() => (onlyAbandoned.value = only)}
                  />
                  <span>{only ? text.uploads.abandonedOnly : text.uploads.all}</span>
                </label>
              ))}
            </fieldset>
            <div class="actions">
              {chosen.length > 0 ? (
                <>
                  <Button onClick={() => (selected.value = new Set())}>
                    {text.uploads.selectNone}
                  </Button>
                  <Button kind="danger" onClick={() => (asked.value = chosen)}>
                    {text.uploads.abortSelected(chosen.length)}
                  </Button>
                </>
              ) : (
                hasAbandoned && (
                  <Button
                    onClick={() => {
                      const abandoned = shown.filter((upload) => upload.abandoned)
                      selected.value = new Set(abandoned.map(({ uploadId }) => uploadId))
                    }}
                  >
                    {text.uploads.selectAbandoned}
                  </Button>
                )
              )}
            </div>
          </div>
          {shown.length === 0 && <Empty what={text.uploads.noneAbandoned} />}
          {shown.length > 0 && (
            <ul class="rows">
              {shown.map((upload) => (
                <Row
                  key={upload.uploadId}
                  upload={upload}
                  linkNames={linkNames.value}
                  resumable={resumable.value}
                  isSelected={selected.value.has(upload.uploadId)}
                  onSelect={(isSelected) => select(upload.uploadId, isSelected)}
                  onAbort={() => (asked.value = [upload])}
                />
              ))}
            </ul>
          )}
          {next.value !== null && (
            <div class="actions after">
              <Button disabled={work.busy} onClick={() => work.run(() => load(next.value))}>
                {work.busy ? text.loading : text.more}
              </Button>
            </div>
          )}
        </>
      )}
      {asked.value !== null && (
        <Modal onClose={() => (asked.value = null)}>
          <ConfirmAbort
            uploads={asked.value}
            onClose={() => (asked.value = null)}
            onEnded={ended}
          />
        </Modal>
      )}
    </section>
  )
}

interface RowProps {
  upload: ListedUpload
  linkNames: ReadonlyMap<string, string>
  /** Seconds. */
  resumable: number
  isSelected: boolean
  onSelect: (isSelected: boolean) => void
  onAbort: () => void
}

function Row({ upload, linkNames, resumable, isSelected, onSelect, onAbort }: RowProps) {
  const { createdAt, abandoned, key, size, person } = upload
  const { name } = splitKey(key)
  const ends = createdAt === null ? null : Date.parse(createdAt) + resumable * 1000
  return (
    <li class="row selectable" data-testid="upload-row">
      <label class="check">
        <input
          type="checkbox"
          checked={isSelected}
          aria-label={text.uploads.select(name)}
          onChange={({ currentTarget }) => onSelect(currentTarget.checked)}
        />
      </label>
      <KeyName name={key} />
      <span class={`state ${abandoned ? 'left' : 'uploading'}`}>
        {abandoned ? text.uploads.abandoned : text.uploads.running}
      </span>
      <div class="row-about">
        <p class="facts">
          <span title={createdAt === null ? undefined : text.when(createdAt)}>
            {createdAt === null
              ? text.uploads.unknownAge
              : text.uploads.begun(text.ago(secondsSince(createdAt)))}
          </span>
          {size !== null && <span>{text.uploads.of(format.bytes(size))}</span>}
          {person !== null && <Person subject={person} linkNames={linkNames} />}
          {abandoned ? (
            <span>{text.uploads.abandonedWhy(format.duration(resumable))}</span>
          ) : (
            ends !== null &&
            ends > Date.now() && (
              <span>{text.uploads.resumable(text.when(new Date(ends).toISOString()))}</span>
            )
          )}
        </p>
        <Arrived upload={upload} />
      </div>
      <div class="actions">
        <Button label={text.uploads.abortOne(name)} onClick={onAbort}>
          {text.uploads.abort}
        </Button>
      </div>
    </li>
  )
}

/** What of an upload is in the bucket, once somebody asks: that costs the store a list. */
function Arrived({ upload: { key, uploadId } }: { upload: ListedUpload }) {
  const sent = useSignal<SentParts | null>(null)
  const work = useWork()
  const lookUp = () =>
    work.run(async () => {
      sent.value = await api.sentParts({ key, uploadId })
    })
  if (sent.value === null) {
    return (
      <p class="lookup">
        <Button
          kind="quiet"
          disabled={work.busy}
          label={`${text.uploads.lookUp}: ${splitKey(key).name}`}
          onClick={lookUp}
        >
          {work.busy ? text.loading : text.uploads.lookUp}
        </Button>
        {work.problem !== null && <span class="problem-text">{work.problem}</span>}
      </p>
    )
  }
  const { parts, bytes, lastAt } = sent.value
  return (
    <p class="facts" role="status">
      <span>
        {parts === 0
          ? text.uploads.nothingArrived
          : text.uploads.arrived(parts, format.bytes(bytes))}
      </span>
      {lastAt !== null && <span>{text.uploads.lastPart(text.ago(secondsSince(lastAt)))}</span>}
    </p>
  )
}
