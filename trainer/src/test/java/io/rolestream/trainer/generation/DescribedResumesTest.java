package io.rolestream.trainer.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.service.CommandFailedException;
import io.rolestream.files.describe.LearntTexts;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.matching.MatchSplit;
import io.rolestream.trainer.matching.MatchingData;
import io.rolestream.trainer.matching.sources.GeneratedMatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DescribedResumesTest {
    @Test
    void shouldShareNoTextBetweenTheSides() {
        List<GeneratorPair> pairs = new ArrayList<>();
        for (int resume = 0; resume < 300; resume++) { // each description is that of several resumes
            pairs.add(new GeneratorPair("resume " + resume, "description " + resume % 120));
            pairs.add(new GeneratorPair("resume " + resume, "description " + resume * 7 % 120));
        }

        DescribedResumes divided = DescribedResumes.divided(pairs, 0.2, 0, LearntTexts.unsplit(), "pairs");

        assertThat(divided.validation()).hasSizeBetween(60, 200);
        assertThat(divided.training())
                .isNotEmpty()
                .allSatisfy(learnt -> assertThat(divided.validation())
                        .noneMatch(held -> held.resume().equals(learnt.resume())
                                || held.description().equals(learnt.description())));
        assertThat(divided.unused()).isPositive();
        assertThat(divided.training().size() + divided.validation().size() + divided.unused())
                .isEqualTo(pairs.size());
    }

    @Test
    void shouldNotTellTextsApartByTitleCaseOrPunctuation() {
        List<GeneratorPair> pairs = new ArrayList<>();
        for (int job = 0; job < 100; job++) {
            pairs.add(new GeneratorPair("resume a" + job, "Cook", "We need you, number " + job + "."));
            pairs.add(new GeneratorPair("resume b" + job, "Head cook", "we need you - number " + job));
            pairs.add(new GeneratorPair("Resume  B" + job + "!", "another description " + job));
        }

        DescribedResumes divided = DescribedResumes.divided(pairs, 0.3, 0, LearntTexts.unsplit(), "pairs");

        Set<String> jobs = numbers(divided.validation(), GeneratorPair::body, "we need");
        assertThat(jobs).hasSizeBetween(10, 60);
        assertThat(numbers(divided.training(), GeneratorPair::body, "we need")).doesNotContainAnyElementsOf(jobs);
        assertThat(numbers(divided.training(), GeneratorPair::resume, "resume  b"))
                .doesNotContainAnyElementsOf(numbers(divided.validation(), GeneratorPair::resume, "resume b"));
        assertThat(pairs.get(0).description()).isEqualTo("Cook\n\nWe need you, number 0.");
    }

    /** The numbers in those texts that begin so. */
    private static Set<String> numbers(List<GeneratorPair> pairs, Function<GeneratorPair, String> text, String start) {
        return pairs.stream()
                .map(text)
                .map(each -> each.toLowerCase(Locale.ROOT))
                .filter(each -> each.startsWith(start))
                .map(each -> each.replaceAll("[^0-9]", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void shouldLearnAllWithoutAShareToHoldOut() {
        List<GeneratorPair> pairs = List.of(new GeneratorPair("a", "b"), new GeneratorPair("a", "c"));

        assertThat(DescribedResumes.divided(pairs, 0, 0, LearntTexts.unsplit(), "pairs")
                        .training())
                .isEqualTo(pairs);
    }

    @Test
    void shouldLearnFromNoResumeAndNoPostingOfThePermanentTest() {
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
        MatchingData data = GeneratedMatches.of(100, 100, 0, 1);
        MatchSplit split = MatchSplit.of(data, rules);
        Set<String> resumes = split.resumes().values().stream()
                .filter(MatchSplit::isTest)
                .map(EmbeddedText::of)
                .collect(Collectors.toSet());
        Set<String> bodies = split.jobs().values().stream()
                .filter(MatchSplit::isTest)
                .map(job -> String.valueOf(Objects.requireNonNull(data.jobs().get(job.id()))
                                .description())
                        .strip())
                .collect(Collectors.toSet());

        DescribedResumes described = DescribedResumes.of(data, rules, 0.1);

        assertThat(resumes).isNotEmpty();
        assertThat(bodies).isNotEmpty();
        assertThat(described.ofTest()).isPositive();
        assertThat(described.learntTexts().testKeptApart()).isTrue();
        assertThat(Stream.concat(described.training().stream(), described.validation().stream()))
                .isNotEmpty()
                .noneMatch(pair -> resumes.contains(pair.resume()) || bodies.contains(pair.body()));
    }

    @Test
    void shouldSayThatNothingIsLeftToLearn() {
        assertThatThrownBy(() -> DescribedResumes.divided(List.of(), 0.1, 0, LearntTexts.unsplit(), "pairs in x.csv"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("pairs in x.csv: there are no pairs to train on");
    }
}
