import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { one, readXml } from './xml-read.ts'
import { element, xmlDocument } from './xml-write.ts'

const Keys = v.strictObject({ Key: v.array(v.string()) })
const Single = v.strictObject({ Key: one(v.string()) })

describe('readXml', () => {
  it('stops at the first thing that is wrong: a body can hold very many', () => {
    let looked = 0
    const wrong = v.custom<string>(() => {
      looked += 1
      return false
    })
    const text = `<Keys>${'<Key/>'.repeat(1000)}</Keys>`
    expect(() => readXml(text, 'Keys', v.strictObject({ Key: v.array(wrong) }))).toThrow()
    expect(looked).toBe(1)
  })

  it('reads back any text that is written', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 })
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
        const keys = texts.map((key) => key.replaceAll('\0', ''))
        const written = xmlDocument(
          'Keys',
          keys.map((key) => element('Key', key)),
        )
        expect(readXml(written, 'Keys', Keys).Key).toEqual(keys)
      }),
    )
  }, 30_000)

  it.each([
    ['nothing', ''],
    ['no root', 'text'],
    ['another root', '<Others><Key>a</Key></Others>'],
    ['two roots', '<Keys><Key>a</Key></Keys><Keys/>'],
    ['an unknown element', '<Keys><Key>a</Key><Other/></Keys>'],
    ['an element twice', '<Keys><Key>a</Key><Key>b</Key></Keys>'],
    ['an open element', '<Keys><Key>a</Keys>'],
    ['text between elements', '<Keys>text<Key>a</Key></Keys>'],
    ['a document type', '<!DOCTYPE k [<!ENTITY a "b">]><Keys><Key>&a;</Key></Keys>'],
    ['an unknown entity', '<Keys><Key>&valueOf;</Key></Keys>'],
    ['a bare ampersand', '<Keys><Key>a&b</Key></Keys>'],
    ['CDATA', '<Keys><Key><![CDATA[a]]></Key></Keys>'],
    ['a processing instruction', '<Keys><?php a?><Key>a</Key></Keys>'],
    ['NUL by reference', '<Keys><Key>&#0;</Key></Keys>'],
    ['a surrogate by reference', '<Keys><Key>&#xd800;</Key></Keys>'],
    ['a name of JavaScript', '<Keys><Key>a</Key><__proto__>b</__proto__></Keys>'],
    ['deep nesting', '<A>'.repeat(100_000)],
  ])('refuses %s', (_, text) => {
    expect(() => readXml(text, 'Keys', Single)).toThrow(/not well-formed/)
  })

  it('takes a namespace, comments and space', () => {
    const text = `<?xml version="1.0"?>\n<Keys xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\n <!-- a --> <Key >a&amp;b</Key >\n</Keys>\n`
    expect(readXml(text, 'Keys', Single)).toEqual({ Key: 'a&b' })
  })
})
