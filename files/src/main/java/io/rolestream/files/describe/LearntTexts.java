package io.rolestream.files.describe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.matching.profile.Masker;
import io.rolestream.matching.profile.TextSplit;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The {@value #FILE} in a generator's directory: whether it learnt from no resume and no posting on the test's side of
 * the {@link TextSplit}, so that it can be judged on these.
 *
 * @param testKeptApart whether that is so
 * @param mask the version of what was masked in the texts that the split hashes; null where the test was not kept apart
 */
public record LearntTexts(boolean testKeptApart, @Nullable String mask) {
    public static final String FILE = "learnt_texts.json";

    private static final int FORMAT = 1;
    private static final int MAX_BYTES = 1 << 16;

    /** Of a generator that was trained without the test, masked by these rules. */
    public static LearntTexts withoutTest(RuleSet rules) {
        return new LearntTexts(true, masking(rules));
    }

    /** Of a generator whose training did not look at the split. */
    public static LearntTexts unsplit() {
        return new LearntTexts(false, null);
    }

    /** What decides which words of a text are masked. */
    private static String masking(RuleSet rules) {
        return "rules " + rules.version() + ", mask " + new Masker(rules).version();
    }

    /** Writes it into a generator's directory. */
    public void write(Path generator) throws IOException {
        ObjectNode json = JsonFiles.newObject().put("format", FORMAT).put("test_kept_apart", testKeptApart);
        if (mask != null) {
            json.put("mask", mask);
        }
        JsonFiles.replace(generator.resolve(FILE), json);
    }

    /**
     * Why descriptions may be of texts that their generator learnt from.
     *
     * @param rules by which the texts are masked now
     * @return a sentence; null where the generator's directory says that it was kept from the test
     * @throws FileException if the directory's file is malformed or cannot be read
     */
    public static @Nullable String doubt(DescriptionInput input, RuleSet rules) throws FileException {
        String consequence = " Where it learnt from the texts that it is judged on, the figures are too good.";
        if (input.generator() == null) {
            return "A file of descriptions does not record what its generator learnt from." + consequence;
        }
        Path file = input.generator().resolve(FILE);
        if (!Files.exists(file)) {
            return "The generator " + input.generator() + " does not record what it learnt from; train it with train"
                    + " generator." + consequence;
        }
        ObjectNode json = JsonFiles.read(file, MAX_BYTES);
        if (json.path("format").asInt() != FORMAT) {
            throw new FileException(file, "is not of format " + FORMAT + "; train the generator again", null);
        }
        if (!json.path("test_kept_apart").asBoolean()) {
            return "The generator " + input.generator() + " was not kept from the test, as it learnt from a file of"
                    + " pairs." + consequence;
        }
        return masking(rules).equals(json.path("mask").asText())
                ? null
                : "The generator " + input.generator() + " was trained with another masking of texts, by which other"
                        + " texts are the test." + consequence;
    }
}
