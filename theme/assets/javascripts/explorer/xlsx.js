// A workbook from rows of cells: real numbers from their exact text, texts that no program runs, a head that stays.
"use strict";
{
  const jixiao = (globalThis.jixiao ??= {});
  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
  const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const STYLES = { text: 0, year: 0, number: 0, money: 1, rate: 2, head: 3 };
  const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const escape = (text) =>
    text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replaceAll(/[&<>"]/g, (mark) => MARKS[mark]);

  const cell = ({ kind, value }) => {
    if (value === null || value === "") return `<c s="${STYLES[kind]}"/>`;
    if (kind === "text" || kind === "head") {
      return `<c s="${STYLES[kind]}" t="inlineStr"><is><t xml:space="preserve">${escape(value)}</t></is></c>`;
    }
    return `<c s="${STYLES[kind]}"><v>${value}</v></c>`;
  };

  const sheet = ({ widths, rows }) => {
    const columns = widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`);
    const lines = rows.map((cells) => `<row>${cells.map(cell).join("")}</row>`);
    return (
      `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
      '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
      `<cols>${columns.join("")}</cols><sheetData>${lines.join("")}</sheetData></worksheet>`
    );
  };

  const styles =
    `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>` +
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">' +
    '<xf numFmtId="0" xfId="0"/><xf numFmtId="4" xfId="0" applyNumberFormat="1"/>' +
    '<xf numFmtId="2" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" xfId="0" applyFont="1"/></cellXfs>' +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

  const files = (sheets) => {
    const each = (write) => sheets.map((part, i) => write(part, i + 1)).join("");
    const found = {
      "[Content_Types].xml":
        `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>` +
        each((_, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPE}.worksheet+xml"/>`) + "</Types>",
      "_rels/.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      "xl/workbook.xml":
        `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
        each(({ title }, n) => `<sheet name="${escape(title)}" sheetId="${n}" r:id="r${n}"/>`) + "</sheets></workbook>",
      "xl/_rels/workbook.xml.rels":
        `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="s" Type="${OFFICE}/styles" Target="styles.xml"/>` +
        each((_, n) => `<Relationship Id="r${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`) + "</Relationships>",
      "xl/styles.xml": styles,
    };
    sheets.forEach((part, i) => (found[`xl/worksheets/sheet${i + 1}.xml`] = sheet(part)));
    return found;
  };

  /** The bytes of a workbook; a sheet has ``title``, ``widths`` in characters, and ``rows`` of ``{kind, value}``. */
  jixiao.workbook = (sheets) => {
    const { strToU8, zipSync } = globalThis.fflate;
    const entries = Object.entries(files(sheets)).map(([name, text]) => [name, strToU8(text)]);
    return zipSync(Object.fromEntries(entries), { mtime: new Date(1980, 0, 1), level: 6 });
  };
}
