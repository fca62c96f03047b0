import { pathTo } from '../routing/route.ts'
import { list } from '../state/uploads.ts'
import { text } from '../text/en.ts'
import type { Upload } from '../uploads/list.ts'
import { fullName } from '../uploads/order.ts'
import { factsOf } from './facts.ts'
import { Problem } from './problem.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { RowActions } from './row-actions.tsx'
import { ViewHeading } from './view-heading.tsx'

/** One upload by itself. @param id of the upload, which may not be there any more */
export function UploadDetail({ id }: { id: string }) {
  const upload = list.order.value.find((one) => one.id === id)
  if (!upload) return <Missing />
  return <Detail upload={upload} />
}

function Missing() {
  const { views } = text
  return (
    <section class="card">
      <ViewHeading>{views.noUpload}</ViewHeading>
      <p>{views.noUploadNext}</p>
      <p>
        <a href={pathTo('home')}>{views.toHome}</a>
      </p>
    </section>
  )
}

function Detail({ upload }: { upload: Upload }) {
  const view = upload.view.value
  const { state, size, sent, inFlight } = view
  const name = fullName(view)
  return (
    <article class="card detail" data-testid="detail" data-state={state}>
      <ViewHeading>{view.name}</ViewHeading>
      {view.path !== '' && <p class="path">{text.row.inFolder(view.path)}</p>}
      <p class={`state ${state}`}>
        <span>{text.states[state]}</span>
      </p>
      {state !== 'cancelled' && (
        <ProgressBar
          label={text.row.progress(name)}
          size={size}
          sent={sent}
          inFlight={inFlight}
          done={state === 'verified'}
        />
      )}
      <p class="facts">
        {factsOf(upload, view).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      <Problem view={view} />
      <RowActions view={view} />
    </article>
  )
}
