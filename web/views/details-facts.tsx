import type { Details } from '../../shared/details.ts'
import { later } from '../text/catalogue.ts'

/** What was entered about a file. */
export function DetailsFacts({ details }: { details: Details }) {
  return (
    <dl class="receipt details">
      {details.map(({ name, label, value, chosen, hash }) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd>{chosen ?? shown(value)}</dd>
          {hash && <dd>{later.details.hash(hash)}</dd>}
        </div>
      ))}
    </dl>
  )
}

function shown(value: Details[number]['value']): string {
  if (typeof value === 'boolean') return value ? later.details.yes : later.details.no
  return String(value)
}
