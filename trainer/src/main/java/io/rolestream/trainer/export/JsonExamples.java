package io.rolestream.trainer.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.trainer.examples.Example;
import io.rolestream.trainer.examples.StoredRuleVote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON lines, one object per example. */
final class JsonExamples implements ExampleFileWriter {
    private final JsonGenerator json;

    JsonExamples(Path file) throws IOException {
        json = new ObjectMapper().createGenerator(Files.newOutputStream(file));
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    @Override
    public void write(Example example) throws IOException {
        json.writeStartObject();
        json.writeStringField("contentHash", example.contentHash());
        json.writeStringField("split", example.split().key());
        json.writeStringField("text", example.text());
        StoredRuleVote vote = example.ruleVote();
        json.writeObjectFieldStart("rule");
        json.writeStringField("role", vote.role());
        json.writeNumberField("confidence", vote.confidence());
        json.writePOJOField("scores", vote.scoresByRole());
        json.writePOJOField("keywords", vote.evidence());
        json.writeStringField("version", vote.rulesetVersion());
        json.writeEndObject();
        writeCorrection(example);
        json.writeNumberField("resumes", example.resumes());
        json.writeStringField("submittedAt", example.submittedAt().toString());
        json.writeEndObject();
    }

    private void writeCorrection(Example example) throws IOException {
        Example.Correction correction = example.correction();
        if (correction == null) {
            json.writeNullField("correction");
            return;
        }
        json.writeObjectFieldStart("correction");
        json.writeStringField("role", correction.role());
        json.writeStringField("reviewer", correction.reviewer());
        json.writeStringField("correctedAt", correction.correctedAt().toString());
        json.writeBooleanField("disputed", correction.disputed());
        json.writeBooleanField("drawnAtRandom", correction.drawnAtRandom());
        json.writeEndObject();
    }

    @Override
    public void finish() throws IOException {
        json.writeRaw('\n');
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
