package io.rolestream.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.Replacement;
import io.rolestream.engine.safetensors.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a checkpoint's text begins and ends: from {@code generation_config.json}, or else from {@code config.json}. What
 * these files say of beams, sampling and penalties is ignored, since callers decide how tokens are chosen;
 * {@link #ignored} names what they ask for beyond greedy decoding.
 *
 * @param start {@code decoder_start_token_id}, the token that every answer begins with; null if that is the last token
 *     of its prompt
 * @param ends {@code eos_token_id}, any of which ends an answer
 * @param forcedFirst {@code forced_bos_token_id}, the token after the start, or null
 * @param forcedLast {@code forced_eos_token_id}, the last token of an answer of the greatest length, or null
 * @param ignored settings that would change what is generated, with their values
 */
public record GenerationConfig(
        @Nullable Integer start,
        List<Integer> ends,
        @Nullable Integer forcedFirst,
        @Nullable Integer forcedLast,
        List<String> ignored) {
    public static final String FILE = "generation_config.json";

    private static final String START = "decoder_start_token_id";
    private static final String END = "eos_token_id";
    private static final String FIRST = "forced_bos_token_id";
    private static final String LAST = "forced_eos_token_id";
    private static final int MOST_ENDS = 64;

    /** Settings that change nothing with these values. */
    private static final List<Neutral> NEUTRAL = List.of(
            new Neutral("num_beams", 1),
            new Neutral("repetition_penalty", 1),
            new Neutral("encoder_repetition_penalty", 1),
            new Neutral("no_repeat_ngram_size", 0),
            new Neutral("encoder_no_repeat_ngram_size", 0),
            new Neutral("min_length", 0),
            new Neutral("min_new_tokens", 0),
            new Neutral("penalty_alpha", 0));

    private static final List<String> LISTS = List.of(
            "bad_words_ids", "suppress_tokens", "begin_suppress_tokens", "force_words_ids", "forced_decoder_ids");

    private record Neutral(String key, double value) {}

    public GenerationConfig {
        ends = List.copyOf(ends);
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads the configuration of a checkpoint.
     *
     * @param start the token that begins answers if no file says it; null if that is always the last of the prompt
     * @param end the token that ends answers if no file says it, or null
     * @param forcedLast {@code forced_eos_token_id} if there is no {@value #FILE} and the model's file does not say it
     * @throws CheckpointException if a file cannot be read or names a token that the vocabulary does not have
     */
    public static GenerationConfig read(
            CheckpointDirectory checkpoint,
            @Nullable Integer start,
            @Nullable Integer end,
            @Nullable Integer forcedLast)
            throws CheckpointException {
        Path file = checkpoint.path().resolve(FILE);
        ConfigKeys model = checkpoint.config().keys();
        try {
            ConfigKeys own = Files.exists(file) ? new ConfigKeys(JsonFiles.read(file, ModelConfig.MAX_BYTES)) : model;
            int vocabSize = checkpoint.config().vocabSize();
            return new GenerationConfig(
                    start == null ? null : own.token(START, model.token(START, start, vocabSize), vocabSize),
                    ends(own.has(END) ? own : model, vocabSize, end),
                    start == null ? null : optional(own, FIRST, vocabSize),
                    own == model && !model.has(LAST) && !model.isNull(LAST)
                            ? forcedLast
                            : optional(own, LAST, vocabSize),
                    ignored(own, start != null));
        } catch (FileException e) {
            throw CheckpointException.of(file, null, e);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    Files.exists(file) ? file : checkpoint.path().resolve(ModelConfig.FILE),
                    null,
                    String.valueOf(e.getMessage()),
                    e);
        }
    }

    /** Copies {@value #FILE} from one directory to another, if it is there. */
    public static void copy(Path from, Path to) throws IOException {
        Path file = from.resolve(FILE);
        if (Files.exists(file)) {
            Files.copy(file, to.resolve(FILE));
            Replacement.sync(to.resolve(FILE));
        }
    }

    /** One token or a list of them. */
    private static List<Integer> ends(ConfigKeys keys, int vocabSize, @Nullable Integer fallback) {
        JsonNode node = keys.get(END);
        if (node == null && fallback == null) {
            return List.of();
        }
        if (node == null || !node.isArray()) {
            return List.of(keys.token(END, fallback == null ? 0 : fallback, vocabSize));
        }
        List<Integer> ends = new ArrayList<>();
        for (JsonNode id : node) {
            if (!id.isInt() || id.intValue() < 0 || id.intValue() >= vocabSize || ends.size() == MOST_ENDS) {
                throw new IllegalArgumentException(
                        END + " must be a token of the vocabulary, or a list of at most " + MOST_ENDS);
            }
            ends.add(id.intValue());
        }
        return ends;
    }

    private static @Nullable Integer optional(ConfigKeys keys, String key, int vocabSize) {
        return keys.has(key) ? (Integer) keys.token(key, 0, vocabSize) : null;
    }

    /** @param begins whether answers begin with a token of their own, and so can have a forced one behind it */
    private static List<String> ignored(ConfigKeys keys, boolean begins) {
        List<String> ignored = new ArrayList<>();
        for (Neutral setting : NEUTRAL) {
            if (keys.decimal(setting.key(), setting.value()) != setting.value()) {
                ignored.add(setting.key() + " " + keys.get(setting.key()));
            }
        }
        if (keys.flag("do_sample", false)) {
            ignored.add("do_sample true");
        }
        if (!begins && keys.has(FIRST)) {
            ignored.add(FIRST);
        }
        LISTS.stream().filter(keys::has).forEach(ignored::add);
        return ignored;
    }
}
