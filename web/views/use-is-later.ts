import { useSignal, type Signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

/**
 * False until what is shown first was painted: what nobody sees yet is not to hold it up.
 *
 * @param isNow whether it is to be true from the first
 */
export function useIsLater(isNow = false): Signal<boolean> {
  const isLater = useSignal(isNow)
  useEffect(() => {
    const timer = setTimeout(() => (isLater.value = true))
    return () => clearTimeout(timer)
  }, [])
  return isLater
}
