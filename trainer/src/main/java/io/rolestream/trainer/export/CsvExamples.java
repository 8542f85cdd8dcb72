package io.rolestream.trainer.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
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

    CsvExamples(Path file) throws IOException {
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
                example.text(),
                Objects.toString(vote.role(), ""),
                Float.toString(vote.confidence()),
                vote.scores().stream()
                        .map(score -> score.role() + "=" + score.score())
                        .collect(Collectors.joining("; ")),
                String.join("; ", vote.evidence()),
                vote.rulesetVersion(),
                correction == null ? "" : correction.role(),
                correction == null ? "" : correction.reviewer(),
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
