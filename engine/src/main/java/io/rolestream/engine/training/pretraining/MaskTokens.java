package io.rolestream.engine.training.pretraining;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.training.TrainingException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The special tokens of a masked language model.
 *
 * @param mask the id in place of a token to predict
 * @param special ids that are neither predicted nor used as random replacements
 */
public record MaskTokens(int mask, Set<Integer> special) {
    private static final List<String> MASKS = List.of("<mask>", "[MASK]");
    private static final List<String> UNKNOWN = List.of("<unk>", "[UNK]");

    public MaskTokens {
        special = Set.copyOf(special);
    }

    /**
     * Finds the ids by encoding the tokens' names.
     *
     * @throws TrainingException if the tokenizer has no mask token
     */
    public static MaskTokens of(TextTokenizer tokenizer, ModelConfig config) {
        int[] frame = tokenizer.encode("").first();
        int mask = single(tokenizer, frame, MASKS);
        if (mask < 0) {
            throw new TrainingException("the tokenizer has neither " + String.join(" nor ", MASKS)
                    + ", so a masked language model can't be trained with it");
        }
        Set<Integer> special = new HashSet<>(IntStream.of(frame).boxed().toList());
        special.add(mask);
        special.add(config.padTokenId());
        int unknown = single(tokenizer, frame, UNKNOWN);
        if (unknown >= 0) {
            special.add(unknown);
        }
        return new MaskTokens(mask, special);
    }

    /** The id of the first name that is one token in the tokenizer, or -1. */
    private static int single(TextTokenizer tokenizer, int[] frame, List<String> names) {
        for (String name : names) {
            int[] ids = tokenizer.encode(name).first();
            if (ids.length == frame.length + 1) {
                return Arrays.stream(ids)
                        .filter(id -> IntStream.of(frame).noneMatch(framing -> framing == id))
                        .findFirst()
                        .orElse(-1);
            }
        }
        return -1;
    }
}
