import { text } from '../text/en.ts'
import { DropZone } from './drop-zone.tsx'
import { Invitation } from './invitation.tsx'
import { Queue } from './queue.tsx'
import { ViewHeading } from './view-heading.tsx'

/** Where files are added, and how all of them are doing. */
export function Home() {
  return (
    <>
      <ViewHeading hidden>{text.views.send}</ViewHeading>
      <Invitation />
      <DropZone />
      <Queue />
    </>
  )
}
