#!/usr/bin/env node
// Sends the resumes of a file to Rolestream, and waits until all are acknowledged.
//
// The file has one JSON object on each line: resumeId, and skills, text or both; other members are left out. With --forget, their
// labels and all that is known of them are deleted instead. Resumes are Avro with --registry, otherwise JSON. Needs
// `npm install kafkajs avsc`.
//
// Usage: produce_resumes.js FILE [--bootstrap-servers HOST:PORT] [--registry URL] [--topic NAME] [--forget]
'use strict';

const fs = require('fs');
const readline = require('readline');
const { parseArgs } = require('util');
const avro = require('avsc');
const { Kafka, Partitioners, logLevel } = require('kafkajs');

const BATCH = 500;

/** Encodes as Avro with the schema that `rolestream topics create` registered, or as JSON without a registry. */
async function encoder(registry, topic) {
  if (!registry) {
    return (resume) => Buffer.from(JSON.stringify(resume));
  }
  const answer = await fetch(`${registry}/subjects/${topic}-value/versions/latest`);
  if (!answer.ok) {
    throw new Error(`no schema for ${topic}-value at ${registry}: ${answer.status}; run \`rolestream topics create\``);
  }
  const { id, schema } = await answer.json();
  const type = avro.Type.forSchema(JSON.parse(schema), { wrapUnions: false });
  // The registry's format: a zero byte, the schema's id, the record.
  const header = Buffer.alloc(5);
  header.writeInt32BE(id, 1);
  return (resume) => Buffer.concat([header, type.toBuffer(resume)]);
}

async function main() {
  const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'bootstrap-servers': { type: 'string', default: 'localhost:9092' },
      registry: { type: 'string' },
      topic: { type: 'string', default: 'resumes' },
      forget: { type: 'boolean', default: false },
    },
  });
  if (positionals.length !== 1) {
    throw new Error('name one file');
  }
  const encode = await encoder(options.registry, options.topic);
  const kafka = new Kafka({ brokers: options['bootstrap-servers'].split(','), logLevel: logLevel.WARN });
  // All that is sent under one id must go to one partition, whoever sends it. This is the partitioner of Java's client.
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, idempotent: true });
  await producer.connect();
  let sent = 0;
  let batch = [];
  const send = async () => {
    await producer.send({ topic: options.topic, acks: -1, messages: batch });
    sent += batch.length;
    batch = [];
  };
  try {
    for await (const line of readline.createInterface({ input: fs.createReadStream(positionals[0]) })) {
      const { resumeId, skills, text } = JSON.parse(line);
      const resume = { resumeId, ...(skills && { skills }), ...(text && { text }) };
      batch.push({ key: resume.resumeId, value: options.forget ? null : encode(resume) });
      if (batch.length === BATCH) {
        await send();
      }
    }
    if (batch.length > 0) {
      await send();
    }
  } finally {
    await producer.disconnect();
  }
  console.log(`${sent} sent`);
}

main().catch((problem) => {
  console.error(problem.message);
  process.exitCode = 1;
});
