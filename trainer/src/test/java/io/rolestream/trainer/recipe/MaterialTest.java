package io.rolestream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.trainer.labelling.TrainingText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaterialTest {
    private final List<String> notes = new ArrayList<>();
    private final TrainingMonitor monitor = new TrainingMonitor() {
        @Override
        public void note(String sentence) {
            notes.add(sentence);
        }
    };

    private Material read(List<TrainingText> texts, int maxTexts) throws IOException {
        return Material.read(
                new TrainingRequest(
                        "roberta",
                        "v1",
                        Stream.RULES,
                        texts::forEach,
                        Map.of(),
                        null,
                        new TrainingSettings("compact", 1, 1, maxTexts, Stream.recipe(), Stream.FEW, null)),
                monitor);
    }

    private static List<TrainingText> on(List<TrainingText> texts, ExampleSplit side) {
        return texts.stream().filter(text -> text.split() == side).toList();
    }

    @Test
    void shouldSplitTexts() throws IOException {
        List<TrainingText> texts = Stream.texts(500, 1);
        Material material = read(texts, 1000);

        for (ExampleSplit side : ExampleSplit.values()) {
            assertThat(material.of(side)).isEqualTo(on(texts, side)).isNotEmpty();
            assertThat(material.answered(side)).isEmpty();
        }
        assertThat(material.size()).isEqualTo(500);
    }

    @Test
    void shouldTakeTheFirstTextsAndAllAnswers() throws IOException {
        List<TrainingText> texts = new ArrayList<>();
        for (TrainingText text : Stream.texts(500, 1)) {
            texts.add(texts.size() % 5 == 4 ? Stream.answered(text, "Other") : text);
        }
        Material material = read(texts, 50);

        List<TrainingText> train = on(texts, ExampleSplit.TRAIN);
        List<TrainingText> expected = new ArrayList<>(
                train.stream().filter(text -> text.answer() == null).limit(50).toList());
        List<TrainingText> answered =
                train.stream().filter(text -> text.answer() != null).toList();
        expected.addAll(answered);
        assertThat(material.of(ExampleSplit.TRAIN)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(material.answered(ExampleSplit.TRAIN)).isEqualTo(answered).hasSizeGreaterThan(60);
        assertThat(material.of(ExampleSplit.TEST))
                .as("the limit is for the texts that are learnt from")
                .isEqualTo(on(texts, ExampleSplit.TEST));
    }

    @Test
    void shouldLimitTheOtherSidesToo() throws IOException {
        List<TrainingText> texts = Stream.texts(45_000, 1);
        Material material = read(texts, 10);

        assertThat(material.of(ExampleSplit.TRAIN)).hasSize(10);
        assertThat(material.of(ExampleSplit.VALIDATION))
                .isEqualTo(on(texts, ExampleSplit.VALIDATION).subList(0, 4000));
        assertThat(material.of(ExampleSplit.TEST)).hasSize(4000);
    }

    @Test
    void shouldTellOfAnswersThatNameNoRole() throws IOException {
        List<TrainingText> texts = new ArrayList<>(Stream.texts(50, 1));
        texts.set(0, Stream.answered(texts.get(0), "Astronaut"));
        texts.set(1, Stream.answered(texts.get(1), "Astronaut"));
        texts.set(2, Stream.answered(texts.get(2), "Baker"));
        texts.set(3, Stream.answered(texts.get(3), "Other"));
        Material material = read(texts, 1000);

        assertThat(notes)
                .containsExactly(
                        "2 answers name \"Astronaut\", which is not a role of the taxonomy; left out",
                        "1 answer names \"Baker\", which is not a role of the taxonomy; left out");
        assertThat(material.size()).as("a person said that they are no role").isEqualTo(47);
        assertThat(material.answered(texts.get(3).split())).containsExactly(texts.get(3));
    }

    @Test
    void shouldKnowOfWhichTextsAndAnswersItIs() throws IOException {
        List<TrainingText> texts = Stream.texts(50, 1);
        long fingerprint = read(texts, 1000).fingerprint();

        assertThat(read(texts, 1000).fingerprint()).isEqualTo(fingerprint);
        assertThat(read(texts.subList(0, 49), 1000).fingerprint()).isNotEqualTo(fingerprint);
        List<TrainingText> answered = new ArrayList<>(texts);
        answered.set(7, Stream.answered(texts.get(7), "Other"));
        long other = read(answered, 1000).fingerprint();
        assertThat(other).isNotEqualTo(fingerprint);
        answered.set(7, Stream.answered(texts.get(7), "Data Engineer"));
        assertThat(read(answered, 1000).fingerprint()).isNotEqualTo(other);
    }
}
