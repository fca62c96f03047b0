import '../style/detail.css'
import { useEffect } from 'preact/hooks'
import type { UploadState } from '../../shared/messages.ts'
import { pathTo } from '../routing/route.ts'
import { detail, followDetail } from '../state/detail.ts'
import { list } from '../state/uploads.ts'
import { later, text } from '../text/catalogue.ts'
import type { Upload as Listed } from '../uploads/list.ts'
import { fullName } from '../uploads/order.ts'
import { factsOf } from './facts.ts'
import { DetailsAndHashes } from './hashes.tsx'
import { lazy } from './lazy.tsx'
import { loadTools } from './load-tools.ts'
import { PartMap } from './part-map.tsx'
import { Problem } from './problem.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { RowActions } from './row-actions.tsx'
import { SpeedChart } from './speed-chart.tsx'
import { UploadLog } from './upload-log.tsx'
import { ViewHeading } from './view-heading.tsx'
import { Ways } from './ways.tsx'

const ProofNote = lazy(async () => (await loadTools()).ProofNote, true)
const ContentFacts = lazy(async () => (await import('./content-facts.tsx')).ContentFacts, true)

/** One upload from near. @param id of the upload, which may not be there any more */
export function Upload({ id }: { id: string }) {
  const upload = list.order.value.find((one) => one.id === id)
  if (!upload) return <Missing />
  return <Detail upload={upload} />
}

function Missing() {
  return <Nothing what={text.views.noUpload} next={text.views.noUploadNext} />
}

/** Where an address leads to no view at all. */
export function Unknown() {
  return <Nothing what={text.views.unknown} next={text.views.unknownNext} />
}

function Nothing({ what, next }: { what: string; next: string }) {
  return (
    <section class="card">
      <ViewHeading>{what}</ViewHeading>
      <p>{next}</p>
      <p>
        <a href={pathTo('home')}>{text.views.toHome}</a>
      </p>
    </section>
  )
}

function Detail({ upload }: { upload: Listed }) {
  useEffect(() => followDetail(upload.id), [upload.id])
  const near = detail.value
  const { state } = upload.view.value
  return (
    <article class="detail" data-testid="detail" data-state={state}>
      <p class="back">
        <a href={pathTo('home')}>{later.detail.back}</a>
      </p>
      <Summary upload={upload} />
      {near && (
        <>
          <DetailsAndHashes view={upload.view.value} details={near.details ?? []} />
          <PartMap detail={near} isVerified={state === 'verified'} />
          <div class="halves">
            <SpeedChart upload={upload} />
            {isUnderWay(state) && <Ways detail={near} />}
          </div>
          <UploadLog notes={near.notes} isDisproved={state === 'disproved'} />
        </>
      )}
    </article>
  )
}

function isUnderWay(state: UploadState): boolean {
  return state === 'waiting' || state === 'uploading' || state === 'finishing'
}

function Summary({ upload }: { upload: Listed }) {
  const view = upload.view.value
  const { state, size, sent, inFlight } = view
  const name = fullName(view)
  return (
    <section class="card">
      <div class="overview-head">
        <ViewHeading>
          <bdi>{view.name}</bdi>
        </ViewHeading>
        <p class={`state ${state}`}>
          <span>{later.states[state]}</span>
        </p>
      </div>
      {state !== 'cancelled' && (
        <ProgressBar
          label={later.row.progress(name)}
          size={size}
          sent={sent}
          inFlight={inFlight}
          done={state === 'verified'}
        />
      )}
      <p class="facts">
        {view.path !== '' && <span>{later.row.inFolder(view.path)}</span>}
        {factsOf(upload, view).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      <ContentFacts view={view} />
      <ProofNote view={view} />
      <Problem view={view} />
      <RowActions view={view} inWords />
    </section>
  )
}
