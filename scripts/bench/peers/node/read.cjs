// Every declaration below a folder, read by js-yaml and judged by ajv with the schema of the form.
const fs = require("fs"), path = require("path"), yaml = require("js-yaml"), Ajv = require("ajv");
module.exports = (folder, schemaFile) => {
  const ajv = new Ajv({ allErrors: true, strict: false, logger: false, validateFormats: false });
  const validate = ajv.compile(JSON.parse(fs.readFileSync(schemaFile, "utf8")));
  const rows = [];
  let wrong = 0;
  for (const year of fs.readdirSync(folder).sort())
    for (const unit of fs.readdirSync(path.join(folder, year)).sort())
      for (const file of fs.readdirSync(path.join(folder, year, unit)).sort()) {
        const text = fs.readFileSync(path.join(folder, year, unit, file), "utf8");
        const filed = yaml.load(text, { schema: yaml.CORE_SCHEMA });
        if (!validate(filed)) { wrong += 1; console.error(file, validate.errors[0]); }
        rows.push({ year, unit, slug: file.replace(/\.yml$/, ""), filed });
      }
  return { rows, wrong };
};
