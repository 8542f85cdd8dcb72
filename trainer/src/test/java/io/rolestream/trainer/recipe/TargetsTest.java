package io.rolestream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.trainer.labelling.TrainingText;
import io.rolestream.trainer.recipe.Targets.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static final TrainingText CLEAR = text("java, spring");
    private static final TrainingText MIXED = text("software engineer, python, sql");
    private static final TrainingText EMPTY = text("gardening");
    private static final String BOTH = "rules,role-names";

    private static TrainingText text(String text) {
        return new TrainingText("%032x".formatted(text.hashCode()), text, null, false);
    }

    private static Target target(TrainingText text, String... recipe) {
        List<Target> targets = targets(recipe).of(List.of(text));
        assertThat(targets).hasSize(1);
        return targets.get(0);
    }

    private static Targets targets(String... recipe) {
        return new Targets(Stream.RULES, Stream.recipe(recipe), List.of(), 1);
    }

    @Test
    void shouldTakeTheVote() {
        Target target = target(CLEAR);
        assertThat(target.target()).containsExactly(1, 0, 0, 0);
        assertThat(target.role()).isZero();
        assertThat(target.weight()).isEqualTo(1);
        assertThat(target.answered()).isFalse();
        assertThat(target.learntText()).isEqualTo(CLEAR.text());
        assertThat(target(EMPTY).target()).containsExactly(0, 0, 0, 1);
    }

    @Test
    void shouldTakeTheAnswerWhateverTheVote() {
        Target target = target(Stream.answered(CLEAR, "Cloud Engineer"), RecipeConfig.ANSWER_WEIGHT, "7");
        assertThat(target.target()).containsExactly(0, 0, 1, 0);
        assertThat(target.weight()).isEqualTo(7);
        assertThat(target.answered()).isTrue();
    }

    @Test
    void shouldWeighWhereLabellersDiffer() {
        assertThat(target(MIXED, RecipeConfig.LABELLERS, BOTH).weight()).isEqualTo(1);
        Target doubtful = target(MIXED, RecipeConfig.LABELLERS, BOTH, RecipeConfig.CONFLICT_WEIGHT, "0.5");
        assertThat(doubtful.target()).containsExactly(0, 1, 0, 0);
        assertThat(doubtful.weight()).isEqualTo(0.5f);
    }

    @Test
    void shouldLeaveOutWhatCountsNothing() {
        List<TrainingText> texts = List.of(CLEAR, MIXED, EMPTY, Stream.answered(EMPTY, "Other"));
        Targets targets = targets(
                RecipeConfig.LABELLERS, BOTH, RecipeConfig.CONFLICT_WEIGHT, "0", RecipeConfig.ABSTENTION_WEIGHT, "0");

        assertThat(targets.of(texts)).extracting(Target::source).containsExactly(texts.get(0), texts.get(3));
        assertThat(targets.asTheyAre(texts)).extracting(Target::source).isEqualTo(texts);
        assertThat(targets.asTheyAre(texts)).extracting(Target::weight).containsOnly(1f);
    }

    @Test
    void shouldHideKeywordsOfAShare() {
        List<TrainingText> texts = Stream.each(
                Stream.texts(600, 1),
                text -> new TrainingText(text.contentHash(), text.text() + " and gardening", null, false));
        Targets some = targets(RecipeConfig.HIDDEN_KEYWORDS, "0.3");

        assertThat(some.of(texts))
                .filteredOn(
                        target -> !target.learntText().equals(target.source().text()))
                .hasSizeBetween(140, 220)
                .allSatisfy(
                        target -> assertThat(Stream.truth(target.learntText())).isEqualTo("Other"))
                .allSatisfy(target -> assertThat(target.learntText()).endsWith("and gardening"))
                .allSatisfy(target ->
                        assertThat(target.role()).as("of the whole text").isLessThan(3));
        assertThat(some.asTheyAre(texts))
                .allSatisfy(target -> assertThat(target.learntText())
                        .isEqualTo(target.source().text()));
        assertThat(targets().of(texts))
                .allSatisfy(target -> assertThat(target.learntText())
                        .isEqualTo(target.source().text()));
    }

    @Test
    void shouldHideTheSameWhateverTheOrder() {
        List<TrainingText> texts = Stream.texts(100, 1);
        List<TrainingText> reversed = new ArrayList<>(texts);
        Collections.reverse(reversed);
        String[] recipe = {RecipeConfig.HIDDEN_KEYWORDS, "0.5"};

        assertThat(learnt(targets(recipe), reversed)).isEqualTo(learnt(targets(recipe), texts));
        assertThat(learnt(new Targets(Stream.RULES, Stream.recipe(recipe), List.of(), 2), texts))
                .as("another seed")
                .isNotEqualTo(learnt(targets(recipe), texts));
    }

    private static Map<String, String> learnt(Targets targets, List<TrainingText> texts) {
        Map<String, String> learnt = new HashMap<>();
        targets.of(texts).forEach(target -> learnt.put(target.source().contentHash(), target.learntText()));
        return learnt;
    }
}
