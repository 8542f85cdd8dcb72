package io.rolestream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.trainer.labelling.TrainingText;
import io.rolestream.trainer.recipe.Recipe.CleanSelection;
import io.rolestream.trainer.recipe.Targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CleanTargetsTest {
    private static final int ROLES = Stream.TAXONOMY.size();

    private static CleanTargets cleaning(CleanSelection by, String share, String teacher) {
        return new CleanTargets(
                Stream.recipe(
                        RecipeConfig.CLEAN_BY,
                        by.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        RecipeConfig.CLEAN_SHARE,
                        share,
                        RecipeConfig.TEACHER,
                        teacher),
                ROLES,
                1);
    }

    /** Of 300 texts each tenth has a wrong label. */
    private static List<Target> targets() {
        List<Target> right = new Targets(Stream.RULES, Stream.recipe(), List.of(), 1).of(Stream.texts(300, 1));
        List<Target> targets = new ArrayList<>();
        for (Target target : right) {
            targets.add(targets.size() % 10 == 0 ? target.learnt(other(target.role()), 1) : target);
        }
        return targets;
    }

    private static float[] other(int role) {
        float[] target = new float[ROLES];
        target[(role + 1) % 3] = 1;
        return target;
    }

    private static boolean isRight(Target target) {
        return Stream.truth(target.source().text())
                .equals(Stream.TAXONOMY.role(target.role()).name());
    }

    @ParameterizedTest
    @EnumSource(
            value = CleanSelection.class,
            names = {"NEIGHBOURS", "OUT_OF_FOLD"})
    void shouldLeaveOutWrongLabels(CleanSelection by) {
        List<Target> targets = targets();

        List<Target> kept = cleaning(by, "0.85", "0").of(targets);

        assertThat(kept).hasSizeBetween(255, 275).isSubsetOf(targets);
        assertThat(kept).filteredOn(target -> !isRight(target)).hasSizeLessThan(4);
        assertThat(kept)
                .as("their order")
                .isEqualTo(targets.stream().filter(kept::contains).toList());
    }

    /** So many that no two texts have the same, and the same doubt. */
    private static String words(SplittableRandom random) {
        return IntStream.range(0, 8).mapToObj(i -> ", w" + random.nextInt(20)).collect(Collectors.joining());
    }

    @Test
    void shouldKeepTheShare() {
        SplittableRandom random = new SplittableRandom(1);
        List<TrainingText> texts = Stream.each(
                Stream.texts(300, 1),
                text -> new TrainingText(text.contentHash(), text.text() + words(random), null, false));
        List<Target> targets = new Targets(Stream.RULES, Stream.recipe(), List.of(), 1).of(texts);

        assertThat(cleaning(CleanSelection.OUT_OF_FOLD, "0.7", "0").of(targets)).hasSize(210);
        assertThat(cleaning(CleanSelection.OUT_OF_FOLD, "1", "0").of(targets)).isEqualTo(targets);
        assertThat(cleaning(CleanSelection.NEIGHBOURS, "0.7", "0").of(List.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = CleanSelection.class,
            names = {"NEIGHBOURS", "OUT_OF_FOLD"})
    void shouldKeepWhatPeopleSaid(CleanSelection by) {
        List<Target> targets = new ArrayList<>();
        for (Target target : targets()) {
            targets.add(
                    isRight(target)
                            ? target
                            : new Target(target.source(), target.learntText(), target.target(), 1, true));
        }

        assertThat(cleaning(by, "0.5", "0").of(targets))
                .hasSizeLessThan(250)
                .containsAll(targets.stream().filter(Target::answered).toList());
    }

    @Test
    void shouldKeepAllWithoutASelection() {
        List<Target> targets = targets();

        assertThat(cleaning(CleanSelection.NONE, "0.5", "0").of(targets)).isEqualTo(targets);
    }

    @Test
    void shouldLetATeacherRelabelWhatIsDoubtful() {
        List<Target> targets = targets();

        List<Target> taught = cleaning(CleanSelection.NEIGHBOURS, "0.85", "0.5").of(targets);

        assertThat(taught)
                .extracting(Target::source)
                .isEqualTo(targets.stream().map(Target::source).toList());
        assertThat(taught).filteredOn(target -> !isRight(target)).hasSizeLessThan(4);
    }
}
