-- What a page's own HTML becomes in a file to keep: real footnotes, notes set apart, no marks to
-- paragraphs, and headings without a gap between levels.

local typst = FORMAT == 'typst'
local notes = {}

local function holds(class)
  return function(element) return element.classes:includes(class) end
end
local is_note, is_mark, is_back = holds('footnote'), holds('mark'), holds('footnote-backref')
local is_reference, is_set_apart = holds('footnote-ref'), holds('admonition')

local function gather(div)
  if not is_note(div) then return nil end
  for _, block in ipairs(div.content) do
    if block.t == 'OrderedList' then
      for _, item in ipairs(block.content) do
        local inner = item[1]
        if inner and inner.t == 'Div' then notes[inner.identifier] = inner.content end
      end
    end
  end
  return {}
end

local function trimmed(inlines)
  local last = inlines[#inlines]
  while last and (last.t == 'Space' or (last.t == 'Str' and last.text == '\u{a0}')) do
    inlines:remove(#inlines)
    last = inlines[#inlines]
  end
  if last and last.t == 'Str' then last.text = last.text:gsub('\u{a0}+$', '') end
  return inlines
end

local function without_way_back(blocks)
  return blocks:walk({
    Para = function(para)
      local kept, found = pandoc.Inlines({}), false
      for _, inline in ipairs(para.content) do
        if inline.t == 'Link' and is_back(inline) then found = true else kept:insert(inline) end
      end
      if not found then return nil end
      kept = trimmed(kept)
      if #kept == 0 then return {} end
      return pandoc.Para(kept)
    end,
  })
end

local function escaped(text)
  return text:gsub('&', '&amp;'):gsub('<', '&lt;'):gsub('>', '&gt;')
end

local function image(picture)
  if FORMAT == 'odt' then
    local alt = escaped(pandoc.utils.stringify(picture.caption))
    return { picture, pandoc.RawInline('opendocument', '<svg:desc>' .. alt .. '</svg:desc>') }
  end
  if not typst then return nil end
  local function quoted(text)
    return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"'):gsub('\n', ' ') .. '"'
  end
  local alt = pandoc.utils.stringify(picture.caption)
  local code = 'image(' .. quoted(picture.src)
  if alt == '' then return pandoc.RawInline('typst', '#pdf.artifact(' .. code .. '))') end
  return pandoc.RawInline('typst', '#' .. code .. ', alt: ' .. quoted(alt) .. ')')
end

local last = 1

local function heading(element)
  last = math.min(element.level, last + 1)
  element.level = typst and last or last - 1
  element.attr = pandoc.Attr()
  return element
end

local function apart(div)
  if div.attributes['custom-style'] then return nil end
  if not is_set_apart(div) then return div.content end
  local first = div.content[1]
  if first and first.t == 'Para' then div.content[1] = pandoc.Para({ pandoc.Strong(first.content) }) end
  return pandoc.BlockQuote(div.content)
end

-- Text whose first letter is of a script read from right to left begins at the right.

local function leads_right(code)
  return code >= 0x590 and code < 0x900 or code >= 0xfb1d and code < 0xfe00
    or code >= 0xfe70 and code < 0xff00 or code >= 0x10800 and code < 0x11000
    or code >= 0x1e800 and code < 0x1f000
end

local function is_letter(code)
  return code >= 0x41 and code <= 0x5a or code >= 0x61 and code <= 0x7a
    or code >= 0xc0 and not (code >= 0x2000 and code < 0x2c00)
end

local function from_right(block)
  for _, code in utf8.codes(pandoc.utils.stringify(block)) do
    if leads_right(code) then return true end
    if is_letter(code) then return false end
  end
  return false
end

local function directed(block)
  if not from_right(block) then return nil end
  if FORMAT == 'docx' then return pandoc.Div({ block }, { dir = 'rtl' }) end
  if FORMAT == 'odt' then return pandoc.Div({ block }, { ['custom-style'] = 'Right_20_to_20_left' }) end
  block.content:insert(1, pandoc.RawInline('typst', '#text(dir: rtl)['))
  block.content:insert(pandoc.RawInline('typst', ']'))
  return block
end

function Pandoc(doc)
  local blocks = doc.blocks:walk({ Div = gather })
  for name, own in pairs(notes) do notes[name] = without_way_back(own) end
  blocks = blocks:walk({
    Link = function(link) if is_mark(link) then return {} end end,
    Superscript = function(above)
      local link = above.content[1]
      if link and link.t == 'Link' and is_reference(link) then
        local own = notes[link.target:sub(2)]
        assert(own, 'a footnote is referred to and is not there')
        return pandoc.Note(own)
      end
    end,
  })
  blocks = blocks:walk({ Image = image, Span = function(span) return span.content end, Div = apart })
  doc.blocks = blocks:walk({ Header = heading }):walk({ Para = directed, Plain = directed })
  return doc
end
