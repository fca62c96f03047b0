import { useLayoutEffect, useRef } from 'preact/hooks'
import { changeLanguage, language } from '../state/language.ts'
import { attempt } from '../state/notices.ts'
import { later } from '../text/catalogue.ts'
import { LANGUAGES, OWN_NAMES } from '../text/languages.ts'

/** Whether the choice that is rendered next is to have the keyboard's place back. */
let isChosenHere = false

/** The languages, each by its own name. */
export function LanguageChoice() {
  const select = useRef<HTMLSelectElement>(null)
  useLayoutEffect(() => {
    if (isChosenHere) select.current?.focus()
    isChosenHere = false
  }, [])
  const choose = ({ currentTarget }: Event) => {
    if (!(currentTarget instanceof HTMLSelectElement)) return
    const wanted = LANGUAGES.find((one) => one === currentTarget.value)
    if (!wanted) return
    isChosenHere = true
    attempt('language', async () => {
      try {
        await changeLanguage(wanted)
      } catch (error) {
        isChosenHere = false
        currentTarget.value = language.peek()
        throw error
      }
    })
  }
  return (
    <div class="field">
      <label for="language">{later.settings.language}</label>
      <select id="language" ref={select} onChange={choose}>
        {LANGUAGES.map((one) => (
          <option key={one} value={one} lang={one} selected={one === language.value}>
            {OWN_NAMES[one]}
          </option>
        ))}
      </select>
    </div>
  )
}
