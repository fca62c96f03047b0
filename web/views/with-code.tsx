/** A sentence in which a hash or a checksum stands in the face of such values. @param code as it stands in it */
export function WithCode({ sentence, code }: { sentence: string; code: string }) {
  const [before, ...after] = code === '' ? [sentence] : sentence.split(code)
  return (
    <>
      {before}
      {after.length > 0 && <code>{code}</code>}
      {after.join(code)}
    </>
  )
}
