import { useMemo, useRef } from 'preact/hooks'
import { useMountedRows } from '../rows/use-mounted-rows.ts'
import type { Upload } from '../uploads/list.ts'
import { Row } from './row.tsx'

/** The uploads of a list that may have many thousands: only those near the window are rendered. */
export function Rows({ uploads }: { uploads: readonly Upload[] }) {
  const list = useRef<HTMLUListElement>(null)
  const ids = useMemo(() => uploads.map(({ id }) => id), [uploads])
  const { mounted, hold } = useMountedRows(list, ids)
  return (
    <ul
      ref={list}
      class="rows"
      style={{ paddingBlockEnd: `${mounted.rest}px` }}
      onFocusIn={hold}
      // Not every browser gives a button that is clicked the keyboard's place.
      onPointerDown={hold}
    >
      {mounted.rows.map(({ index, gap }) => {
        const upload = uploads[index]
        if (!upload) return null
        return (
          <Row key={upload.id} upload={upload} place={index + 1} count={uploads.length} gap={gap} />
        )
      })}
    </ul>
  )
}
