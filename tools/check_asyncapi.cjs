// Validates an AsyncAPI document whose payloads are Avro schemas. Run by check_deploy.sh.
const fs = require("node:fs");
const { Parser } = require("@asyncapi/parser");
const { AvroSchemaParser } = require("@asyncapi/avro-schema-parser");

const ERROR = 0;

async function main(file) {
  const parser = new Parser();
  parser.registerSchemaParser(AvroSchemaParser());
  const { document, diagnostics } = await parser.parse(fs.readFileSync(file, "utf8"));
  const errors = diagnostics.filter((finding) => finding.severity === ERROR);
  diagnostics.forEach((finding) => console.log(`${file}: ${finding.path.join("/")}: ${finding.message}`));
  if (!document || errors.length > 0) {
    throw new Error(`${file}: ${errors.length} errors`);
  }
  console.log(`${file}: AsyncAPI ${document.version()}, ${document.channels().length} channels, valid`);
}

main(process.argv[2]).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
