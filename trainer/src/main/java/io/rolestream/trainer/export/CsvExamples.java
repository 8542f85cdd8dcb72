package io.rolestream.trainer.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.rolestream.files.write.CsvText;
import io.rolestream.trainer.examples.Example;
import io.rolestream.trainer.examples.StoredRuleVote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;

/** A comma-separated table. Nulls are empty; keywords, and roles with scores, are joined with {@code "; "}. */
final class CsvExamples implements ExampleFileWriter {
    private static final String[] HEADER =
            ("contentHash,split,text,ruleRole,ruleConfidence,ruleScores,ruleKeywords,ruleVersion,"
                            + "correctedRole,reviewer,correctedAt,disputed,drawnAtRandom,resumes,submittedAt")
                    .split(",", -1);

    private final CsvWriter csv;
    private final CsvText text;

    CsvExamples(Path file, CsvText text) throws IOException {
        this.text = text;
        csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(Files.newOutputStream(file), StandardCharsets.UTF_8);
        csv.writeRecord(HEADER);
    }

    @Override
    public void write(Example example) {
        StoredRuleVote vote = example.ruleVote();
        Example.Correction correction = example.correction();
        csv.writeRecord(
                example.contentHash(),
                example.split().key(),
                text.of(example.text()),
                text.of(Objects.toString(vote.role(), "")),
                Float.toString(vote.confidence()),
                text.of(vote.scores().stream()
                        .map(score -> score.role() + "=" + score.score())
                        .collect(Collectors.joining("; "))),
                text.of(String.join("; ", vote.evidence())),
                text.of(vote.rulesetVersion()),
                correction == null ? "" : text.of(correction.role()),
                correction == null ? "" : text.of(correction.reviewer()),
                correction == null ? "" : correction.correctedAt().toString(),
                correction == null ? "" : Boolean.toString(correction.disputed()),
                correction == null ? "" : Boolean.toString(correction.drawnAtRandom()),
                Integer.toString(example.resumes()),
                example.submittedAt().toString());
    }

    @Override
    public void finish() throws IOException {
        csv.flush();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
