package io.rolestream.matching.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfiledDescription;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A short resume, a description that was written for it, and postings that only one of them leads to. */
class DescribedRankingTest {
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    private static final DescriptionSettings SETTINGS = DescriptionSettings.defaults();
    private static final Candidate RESUME = new Candidate("r1", "Terraform", "Football on weekends.", null);
    private static final GeneratedDescription TEXT = new GeneratedDescription(
            "Cloud Engineer\n\nRun Kubernetes and Helm beside greenhouse climate sensors.", "writer@1", 7, true);

    /** A weight of the reward that asks the re-ranker, and changes no order by itself. */
    private static final float LIGHT = 1e-6f;

    private Matcher matcher;
    private MatchIndex index;
    private Profile resume;
    private ProfiledDescription description;

    @BeforeEach
    void open() throws Exception {
        matcher = Matchers.open(MatcherOptions.of(RULES).withDescriptions(SETTINGS));
        index = matcher.newIndex();
        put("terraform", "Consultant", "Terraform", "Advises clients.");
        put("both", "Cloud Engineer", "Terraform, Kubernetes", "Our platform.");
        put("sensors", "Gardener", null, "Greenhouse climate sensors, day by day.");
        put("books", "Accountant", "QuickBooks", "Ledgers.");
        index.refresh();
        resume = matcher.profile(RESUME, RoleBelief.unknown()).join();
        description = matcher.profile(TEXT).join();
    }

    private void put(String id, String title, @Nullable String skills, String text) throws InterruptedException {
        Posting posting = new Posting(id, title, skills, text, null, null, null, null);
        index.put(matcher.profile(posting, RoleBelief.unknown()).join());
    }

    @AfterEach
    void close() {
        index.close();
        matcher.close();
    }

    private static Ranker ranker(Ranker.Reranker reranker) {
        return new Ranker(
                RankingSettings.defaults().withReward(LIGHT), SkillVocabulary.of(RULES), RULES.taxonomy(), reranker);
    }

    private DescribedList ranked(Ranker ranker, DescriptionSettings how) throws InterruptedException {
        return ranker.rank(resume, description, how, index, MatchFilter.none(), 10);
    }

    private static MatchOrigin origin(List<RankedMatch> matches, String id) {
        return Objects.requireNonNull(matches.stream()
                .filter(match -> match.id().equals(id))
                .findFirst()
                .orElseThrow()
                .origin());
    }

    @Test
    void shouldSayByWhichWayEachPostingCame() throws Exception {
        DescribedList list = matcher.rank(resume, description, index, MatchFilter.none(), 10);

        assertThat(list.used()).isTrue();
        assertThat(list.reward()).isNull();
        assertThat(origin(list.matches(), "terraform").way()).isEqualTo(MatchWay.RESUME);
        assertThat(origin(list.matches(), "both").way()).isEqualTo(MatchWay.BOTH);
        assertThat(origin(list.matches(), "sensors").way()).isEqualTo(MatchWay.DESCRIPTION);
        assertThat(origin(list.matches(), "sensors").resumeRank()).isZero();
        assertThat(origin(list.matches(), "sensors").descriptionRank()).isPositive();
        assertThat(list.matches()).extracting(RankedMatch::id).doesNotContain("books");
    }

    @Test
    void shouldKeepTheRankOfTheResumeAlone() throws Exception {
        List<String> alone = matcher.rank(resume, index, MatchFilter.none(), 10).stream()
                .map(RankedMatch::id)
                .toList();

        List<RankedMatch> with = new ArrayList<>(
                matcher.rank(resume, description, index, MatchFilter.none(), 10).matches());

        for (String id : alone) {
            assertThat(origin(with, id).resumeRank()).isEqualTo(alone.indexOf(id) + 1);
        }
        assertThat(alone).isNotEmpty();
    }

    @Test
    void shouldAddTheRankInTheDescriptionsListToTheScore() throws Exception {
        for (RankedMatch match :
                matcher.rank(resume, description, index, MatchFilter.none(), 10).matches()) {
            double parts =
                    match.parts().stream().mapToDouble(ScorePart::contribution).sum();
            assertThat((double) match.score()).isCloseTo(parts, offset(1e-5));
            int rank = Objects.requireNonNull(match.origin()).descriptionRank();
            assertThat(match.parts().stream().filter(part -> part.name().equals("description")))
                    .as(match.id())
                    .extracting(ScorePart::contribution)
                    .containsExactlyElementsOf(rank == 0 ? List.of() : List.of(0.1f * (61f / (60 + rank))));
        }
    }

    @Test
    void shouldNeverClaimTheDescriptionsSkillsForThePerson() throws Exception {
        assertThat(description.profile().skills()).contains("Kubernetes", "Helm");

        List<RankedMatch> matches =
                matcher.rank(resume, description, index, MatchFilter.none(), 10).matches();

        for (RankedMatch match : matches) {
            assertThat(match.matchedSkills()).doesNotContain("Kubernetes", "Helm");
            assertThat(match.reasons()).noneMatch(reason -> reason.startsWith("Your") && reason.contains("Kubernetes"));
        }
        RankedMatch both = matches.stream()
                .filter(match -> match.id().equals("both"))
                .findFirst()
                .orElseThrow();
        assertThat(both.matchedSkills()).containsExactly("Terraform");
        assertThat(both.missingSkills()).containsExactly("Kubernetes");
    }

    @Test
    void shouldSayWhyAPostingIsThereThatOnlyTheDescriptionLeadsTo() throws Exception {
        RankedMatch brought = matcher.rank(resume, description, index, MatchFilter.none(), 10).matches().stream()
                .filter(match -> match.id().equals("sensors"))
                .findFirst()
                .orElseThrow();

        assertThat(brought.reasons()).contains("It is like the job description that a model wrote for your resume.");
    }

    @Test
    void shouldRankByTheResumeAloneWithoutTextOrWeight() throws Exception {
        List<RankedMatch> alone = matcher.rank(resume, index, MatchFilter.none(), 10);
        ProfiledDescription blank = matcher.profile(new GeneratedDescription(" \n", "writer@1", 7, true))
                .join();

        assertThat(matcher.rank(resume, blank, index, MatchFilter.none(), 10))
                .isEqualTo(new DescribedList(alone, false, null));
        Ranker zero = ranker((query, results) -> Collections.nCopies(results.size(), 0f));
        assertThat(ranked(zero, SETTINGS.withWeight(0)))
                .isEqualTo(new DescribedList(zero.rank(resume, index, MatchFilter.none(), 10), false, null));
    }

    @Test
    void shouldNotUseADescriptionThatTheRewardPutsBelowItsLevel() throws Exception {
        Ranker low = ranker((query, results) -> Collections.nCopies(results.size(), -0.1f));

        assertThat(ranked(low, SETTINGS))
                .isEqualTo(new DescribedList(low.rank(resume, index, MatchFilter.none(), 10), false, -0.1f));
    }

    @Test
    void shouldAskNoRewardModelWhereTheRewardHasNoWeight() throws Exception {
        Ranker without = ranker((query, results) -> {
                    throw new IllegalStateException("asked");
                })
                .with(RankingSettings.defaults().withReward(0));

        assertThat(ranked(without, SETTINGS))
                .isEqualTo(matcher.rank(resume, description, index, MatchFilter.none(), 10));
    }

    @Test
    void shouldReadTheTitleLineOnceAndApartFromTheBody() throws Exception {
        Profile read = description.profile();

        assertThat(read.title()).isEqualTo("Cloud Engineer");
        assertThat(EmbeddedText.of(read))
                .isEqualTo("Cloud Engineer. Run Kubernetes and Helm beside greenhouse climate sensors.");
        assertThat(matcher.profile(new GeneratedDescription("Helm\nCloud Engineer\nTerraform", "writer@1", 7, true))
                        .join()
                        .profile()
                        .body())
                .isEqualTo("Helm\nTerraform");
    }

    @Test
    void shouldOrderTheDescriptionsFirstPostingsByTheReward() throws Exception {
        Ranker plain =
                ranker((query, results) -> results.stream().map(result -> 1f).toList());
        Ranker grounded = ranker((query, results) -> results.stream()
                .map(result -> result.id().equals("sensors") ? 2f : 1f)
                .toList());

        DescribedList before = ranked(plain, new DescriptionSettings(0.1f, 50, 0, 0));
        DescribedList after = ranked(grounded, SETTINGS);

        assertThat(after.used()).isTrue();
        assertThat(after.reward()).isEqualTo(1f);
        assertThat(origin(before.matches(), "sensors").descriptionRank()).isEqualTo(2);
        assertThat(origin(after.matches(), "sensors").descriptionRank()).isEqualTo(1);
    }

    @Test
    void shouldHideWhoAPersonIsInADescription() throws Exception {
        Profile named = matcher.profile(new GeneratedDescription("Emily knows Kubernetes.", "writer@1", 7, true))
                .join()
                .profile();

        assertThat(named.body()).doesNotContain("Emily").contains("Kubernetes");
    }

    @Test
    void shouldNameItsSettingsInTheVersionOnlyWhereDescriptionsAreUsed() throws Exception {
        try (Matcher without = Matchers.open(MatcherOptions.of(RULES));
                Matcher other = Matchers.open(MatcherOptions.of(RULES).withDescriptions(SETTINGS.withWeight(0.3f)))) {
            assertThat(without.versions()).isNotEqualTo(matcher.versions());
            assertThat(other.versions()).isNotEqualTo(matcher.versions());
            assertThatThrownBy(() -> without.rank(resume, description, index, MatchFilter.none(), 10))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldRefuseADescriptionOfAJob() throws Exception {
        Profile job = Objects.requireNonNull(index.get("books"));

        assertThatThrownBy(() -> matcher.rank(job, description, index, MatchFilter.none(), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("books");
    }
}
