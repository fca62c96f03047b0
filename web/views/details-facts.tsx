import type { Details } from '../../shared/details.ts'
import { detailsText as text } from '../text/details.ts'

/** What was entered about a file. */
export function DetailsFacts({ details }: { details: Details }) {
  return (
    <dl class="receipt details">
      {details.map(({ name, label, value, chosen, hash }) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd>{chosen ?? shown(value)}</dd>
          {hash && <dd>{text.hash(hash)}</dd>}
        </div>
      ))}
    </dl>
  )
}

function shown(value: Details[number]['value']): string {
  if (typeof value === 'boolean') return value ? text.yes : text.no
  return String(value)
}
