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
 * The tokens that a masked language model treats apart.
 *
 * @param mask the id that stands for a token to be predicted
 * @param special ids that are never to be predicted and never put in the place of others
 */
public record MaskTokens(int mask, Set<Integer> special) {
    private static final List<String> MASKS = List.of("<mask>", "[MASK]");
    private static final List<String> UNKNOWN = List.of("<unk>", "[UNK]");

    public MaskTokens {
        special = Set.copyOf(special);
    }

    /**
     * Finds them by encoding their names.
     *
     * @throws TrainingException if the tokenizer has no token for masks
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
