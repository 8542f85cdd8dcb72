package io.rolestream.engine.training.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.training.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The masked language model of BERT, with RoBERTa's dynamic masking: for each pass, a random share of each text's
 * tokens is chosen for prediction. Of these, 80 % are replaced by the mask, 10 % by a random token, and 10 % are kept.
 */
public final class MaskedLanguageObjective implements Objective {
    private static final double MASKED = 0.8;
    private static final double RANDOM = 0.1;

    private final List<int[]> texts;
    private final int vocabSize;
    private final MaskTokens tokens;
    private final double share;

    /**
     * @param texts tokens, special tokens included, without padding
     * @param share the share of a text's tokens to predict; at least one token of each text
     */
    public MaskedLanguageObjective(List<int[]> texts, int vocabSize, MaskTokens tokens, double share) {
        this.texts = List.copyOf(texts);
        this.vocabSize = vocabSize;
        this.tokens = tokens;
        this.share = share;
    }

    @Override
    public Head head() {
        return Head.MASKED_LANGUAGE_MODEL;
    }

    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public int tokens(int example) {
        return texts.get(example).length;
    }

    @Override
    public long fingerprint() {
        long hash = 1;
        for (int[] text : texts) {
            hash = hash * 31 + Arrays.hashCode(text);
        }
        return hash;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("masked share", Double.toString(share), "mask token", Integer.toString(tokens.mask()));
    }

    @Override
    public SummedBatch batch(int[] examples, SplittableRandom random) {
        List<MaskedText> masked = new ArrayList<>();
        for (int example : examples) {
            masked.add(mask(texts.get(example), random));
        }
        return new MaskedBatch(masked);
    }

    private MaskedText mask(int[] text, SplittableRandom random) {
        int[] candidates = new int[text.length];
        int count = 0;
        for (int place = 0; place < text.length; place++) {
            if (!tokens.special().contains(text[place])) {
                candidates[count++] = place;
            }
        }
        int chosen = count == 0 ? 0 : Math.max(1, (int) Math.round(count * share));
        int[] places = new int[chosen];
        for (int i = 0; i < chosen; i++) {
            int other = random.nextInt(i, count);
            places[i] = candidates[other];
            candidates[other] = candidates[i];
        }
        Arrays.sort(places);
        int[] ids = text.clone();
        int[] targets = new int[chosen];
        for (int i = 0; i < chosen; i++) {
            targets[i] = text[places[i]];
            double dice = random.nextDouble();
            if (dice < MASKED) {
                ids[places[i]] = tokens.mask();
            } else if (dice < MASKED + RANDOM) {
                ids[places[i]] = anyToken(random);
            }
        }
        return new MaskedText(ids, places, targets);
    }

    private int anyToken(SplittableRandom random) {
        while (true) {
            int token = random.nextInt(vocabSize);
            if (!tokens.special().contains(token)) {
                return token;
            }
        }
    }

    /** A text of which some tokens, those at the places, are to be predicted. */
    @SuppressWarnings("ArrayRecordComponent")
    public record MaskedText(int[] ids, int[] places, int[] targets) {}

    public record MaskedBatch(List<MaskedText> texts) implements SummedBatch {
        @Override
        public List<int[]> sequences() {
            return texts.stream().map(MaskedText::ids).toList();
        }

        @Override
        public double divisor() {
            return Math.max(
                    1, texts.stream().mapToInt(text -> text.places().length).sum());
        }

        @Override
        public String function() {
            return "masked_loss";
        }

        @Override
        public List<NDArray> arguments(int[] part, PackedSequences pack, PtNDManager owner) {
            int count =
                    Arrays.stream(part).map(i -> texts.get(i).places().length).sum();
            int[] places = new int[count];
            long[] targets = new long[count];
            int[] order = pack.order();
            int at = 0;
            for (int row = 0; row < order.length; row++) {
                MaskedText text = texts.get(part[order[row]]);
                for (int i = 0; i < text.places().length; i++) {
                    places[at] = pack.first()[row] + text.places()[i];
                    targets[at++] = text.targets()[i];
                }
            }
            return List.of(owner.create(places, new Shape(count)), owner.create(targets, new Shape(count)));
        }
    }
}
