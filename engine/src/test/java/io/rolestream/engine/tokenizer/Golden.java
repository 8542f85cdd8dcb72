package io.rolestream.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.engine.tokenizer.bpe.BpeSettings;
import io.rolestream.engine.tokenizer.bpe.BpeTrainer;
import io.rolestream.engine.tokenizer.bpe.BpeVocabulary;
import io.rolestream.engine.tokenizer.bpe.TokenizerWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A text and the ids that Python's tokenizer gave it (tools/tokenizer_golden.py), and the small tokenizer of these
 * tests.
 */
public record Golden(String text, List<Integer> ids) {
    static final int VOCABULARY = 1024;

    public static List<Golden> read(String name) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Golden> golden = new ArrayList<>();
        for (String line : Files.readAllLines(resource(name))) {
            JsonNode row = json.readTree(line);
            List<Integer> ids = new ArrayList<>();
            row.path("ids").forEach(id -> ids.add(id.intValue()));
            golden.add(new Golden(row.path("text").textValue(), ids));
        }
        return golden;
    }

    static Path resource(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(Golden.class.getResource(name), name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    static BpeVocabulary train(BpeSettings settings) throws IOException {
        try (Stream<String> texts = Files.lines(resource("corpus.txt"))) {
            return new BpeTrainer(settings).train(texts.iterator());
        }
    }

    /** Trains on the test corpus and writes the files. */
    static Path tokenizer(Path directory) throws IOException {
        TokenizerWriter.write(train(BpeSettings.ofSize(VOCABULARY)), 512, directory);
        return directory;
    }

    static List<Integer> list(int[] ids) {
        List<Integer> list = new ArrayList<>();
        for (int id : ids) {
            list.add(id);
        }
        return list;
    }
}
