package io.rolestream.trainer.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.Replacement;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.trainer.accumulator.ObservedVotes;
import io.rolestream.trainer.examples.Example;
import io.rolestream.trainer.examples.ExampleReader;
import io.rolestream.trainer.labelling.TrainingText;
import io.rolestream.trainer.recipe.TextSource;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The examples as of the start of a training, as compressed JSON lines: a killed training must continue with the same
 * texts.
 */
final class FrozenTexts implements TextSource {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    FrozenTexts(Path file) {
        this.file = file;
    }

    /** @param answers texts with an answer of a role that there still is */
    record Summary(long texts, long answers, RoleShares input) {}

    /**
     * Writes the file atomically.
     *
     * @param taxonomy answers of other roles are not counted
     * @param observed votes that are written with the texts
     * @throws io.rolestream.trainer.examples.ExampleStoreException if the examples cannot be read
     */
    static Summary write(ExampleReader examples, Taxonomy taxonomy, ObservedVotes observed, Path file)
            throws IOException {
        Path unfinished = Replacement.beside(file);
        long texts = 0;
        long answers = 0;
        Map<String, Long> votes = new HashMap<>();
        try {
            try (BufferedWriter out = new BufferedWriter(new OutputStreamWriter(
                    new GZIPOutputStream(Files.newOutputStream(unfinished)), StandardCharsets.UTF_8))) {
                for (Iterator<Example> all = examples.examples(null); all.hasNext(); ) {
                    Example example = all.next();
                    TrainingText text = text(example, observed.on(example.contentHash()));
                    out.write(line(text));
                    out.newLine();
                    texts++;
                    answers += text.answer() == null || taxonomy.currentIndexOf(text.answer()) < 0 ? 0 : 1;
                    votes.merge(voted(example, taxonomy), 1L, Long::sum);
                }
            }
            Replacement.sync(unfinished);
            Replacement.move(unfinished, file);
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
        return new Summary(texts, answers, RoleShares.of(votes));
    }

    /** The rules' vote by its current name; empty if they abstained, or the role was removed. */
    private static String voted(Example example, Taxonomy taxonomy) {
        String role = example.ruleVote().role();
        return role == null ? "" : Objects.requireNonNullElse(taxonomy.currentName(role), "");
    }

    /** With the answer as it was given: if the roles change before the training continues, it is read with these. */
    private static TrainingText text(Example example, Map<String, String> observed) {
        Example.Correction correction = example.correction();
        return correction == null
                ? new TrainingText(example.contentHash(), example.text(), null, false, observed)
                : new TrainingText(
                        example.contentHash(), example.text(), correction.role(), correction.drawnAtRandom(), observed);
    }

    private static String line(TrainingText text) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("hash", text.contentHash()).put("text", text.text());
        if (text.answer() != null) {
            json.put("answer", text.answer()).put("random", text.drawnAtRandom());
        }
        if (!text.observed().isEmpty()) {
            json.set("observed", JSON.valueToTree(text.observed()));
        }
        return JSON.writeValueAsString(json);
    }

    @Override
    public void forEach(Consumer<TrainingText> consumer) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                consumer.accept(text(line));
            }
        }
    }

    private static TrainingText text(String line) throws IOException {
        var json = JSON.readTree(line);
        Map<String, String> observed = new HashMap<>();
        json.path("observed")
                .properties()
                .forEach(vote -> observed.put(vote.getKey(), vote.getValue().asText()));
        return new TrainingText(
                json.path("hash").asText(),
                json.path("text").asText(),
                json.path("answer").isTextual() ? json.path("answer").asText() : null,
                json.path("random").asBoolean(),
                observed);
    }
}
