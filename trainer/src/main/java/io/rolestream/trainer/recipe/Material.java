package io.rolestream.trainer.recipe;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.trainer.labelling.TrainingText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The texts of a training, by side of the split. Of texts without an answer, at most a given number is kept, the first
 * by hash, which is a sample.
 */
final class Material {
    /** Without an answer, for each of validation and test. */
    private static final int MOST_ON_OTHER_SIDES = 4000;

    private final Map<ExampleSplit, List<TrainingText>> sides = new EnumMap<>(ExampleSplit.class);
    private final CRC32C checksum = new CRC32C();

    private Material() {
        for (ExampleSplit split : ExampleSplit.values()) {
            sides.put(split, new ArrayList<>());
        }
    }

    /**
     * Answers of roles that were renamed or merged count for the current role. A text with an answer of another role is
     * left out, because a person has said that it is none of the roles; how many there are is noted.
     */
    static Material read(TrainingRequest request, TrainingMonitor monitor) throws IOException {
        Material material = new Material();
        int[] unanswered = new int[ExampleSplit.values().length];
        Map<String, Integer> unknown = new TreeMap<>();
        request.texts().forEach(read -> {
            TrainingText text = read.current(request.taxonomy());
            if (text == null) {
                unknown.merge(String.valueOf(read.answer()), 1, Integer::sum);
                return;
            }
            ExampleSplit split = text.split();
            int most = split == ExampleSplit.TRAIN ? request.settings().maxTexts() : MOST_ON_OTHER_SIDES;
            if (text.answer() != null || unanswered[split.ordinal()]++ < most) {
                material.add(split, text);
            }
        });
        unknown.forEach((role, count) -> monitor.note(Counted.of(count, "answer names", "answers name") + " \"" + role
                + "\", which is not a role of the taxonomy; left out"));
        return material;
    }

    private void add(ExampleSplit split, TrainingText text) {
        of(split).add(text);
        checksum.update(HexFormat.of().parseHex(text.contentHash()));
        String answer = text.answer();
        if (answer != null) {
            checksum.update(answer.getBytes(StandardCharsets.UTF_8));
        }
        new TreeMap<>(text.observed())
                .forEach((labeller, role) ->
                        checksum.update((labeller + '\n' + role + '\n').getBytes(StandardCharsets.UTF_8)));
    }

    List<TrainingText> of(ExampleSplit split) {
        return sides.getOrDefault(split, List.of());
    }

    List<TrainingText> answered(ExampleSplit split) {
        return of(split).stream().filter(text -> text.answer() != null).toList();
    }

    int size() {
        return sides.values().stream().mapToInt(List::size).sum();
    }

    /** Identifies the texts, answers and observed votes. */
    long fingerprint() {
        return checksum.getValue();
    }
}
