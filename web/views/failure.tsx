interface FailureProps {
  /** What can't be done, and what that means. */
  readonly said: readonly string[]
  /** Of the button that loads the page anew. */
  readonly label: string
}

/** In place of a view that there can't be; in a dialog it is what names that, too. */
export function Failure({ said: [what, ...more], label }: FailureProps) {
  return (
    <section class="card" role="alert">
      <h1 id="dialog-heading">{what}</h1>
      {more.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p>
        <button type="button" class="button primary" onClick={() => location.reload()}>
          {label}
        </button>
      </p>
    </section>
  )
}
