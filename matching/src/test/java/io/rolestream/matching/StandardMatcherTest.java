package io.rolestream.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.matching.ranking.ScorePart;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandardMatcherTest {
    private static final Candidate CLOUD_ENGINEER = new Candidate(
            "r1", "Kubernetes (primary), Terraform, AWS, Linux", "Cloud engineer\nRuns clusters of k8s on AWS.", 6f);

    private Matcher matcher;

    @BeforeAll
    void open() throws Exception {
        matcher = Matchers.open(MatcherOptions.defaults());
    }

    @AfterAll
    void close() {
        matcher.close();
    }

    static Posting posting(String id, String title, String skills, String description) {
        return new Posting(id, title, skills, description, null, null, null, null);
    }

    private Profile profile(Candidate candidate) throws InterruptedException {
        return matcher.profile(candidate, RoleBelief.unknown()).join();
    }

    private MatchIndex index(Posting... postings) throws InterruptedException {
        MatchIndex index = matcher.newIndex();
        for (Posting posting : postings) {
            index.put(matcher.profile(posting, RoleBelief.unknown()).join());
        }
        index.refresh();
        return index;
    }

    private static final Posting CLOUD = posting(
            "cloud", "Senior Cloud Engineer", "Kubernetes, Terraform, AWS, Docker, Helm", "You run our platform.");
    private static final Posting BOOKS =
            posting("books", "Accountant", "Accounting, QuickBooks", "You close our books, also in AWS.");

    @Test
    void shouldRankTheJobThatAsksForTheResumesSkillsFirst() throws Exception {
        try (MatchIndex index = index(CLOUD, BOOKS)) {
            List<RankedMatch> ranked = matcher.rank(profile(CLOUD_ENGINEER), index, MatchFilter.none(), 10);

            assertThat(ranked).extracting(RankedMatch::id).containsExactly("cloud", "books");
            assertThat(ranked.get(0).role()).isEqualTo("Cloud Engineer");
            assertThat(ranked.get(0).matchedSkills()).containsExactlyInAnyOrder("Kubernetes", "Terraform", "AWS");
            assertThat(ranked.get(0).missingSkills()).containsExactlyInAnyOrder("Docker", "Helm");
            assertThat(ranked.get(0).wouldHelp()).isEqualTo("Helm");
            assertThat(ranked.get(0).reasons())
                    .contains(
                            "Your Terraform, AWS and Kubernetes match 3 of the 5 skills it asks for.",
                            "Both your resume and this job read as Cloud Engineer.",
                            "It also asks for Helm and Docker, which your resume does not name.");
        }
    }

    @Test
    void shouldExplainToARecruiterInTheOtherDirection() throws Exception {
        MatchIndex resumes = matcher.newIndex();
        resumes.put(profile(CLOUD_ENGINEER));
        resumes.refresh();
        Profile job = matcher.profile(CLOUD, RoleBelief.unknown()).join();

        RankedMatch match = matcher.rank(job, resumes, MatchFilter.none(), 1).get(0);

        assertThat(match.matchedSkills()).containsExactlyInAnyOrder("Kubernetes", "Terraform", "AWS");
        assertThat(match.reasons())
                .contains(
                        "It names Terraform, AWS and Kubernetes: 3 of the 5 skills the job asks for.",
                        "It does not name Helm and Docker.");
    }

    @Test
    void shouldAddUpTheContributionsOfTheParts() throws Exception {
        try (MatchIndex index = index(CLOUD, BOOKS)) {
            for (RankedMatch match : matcher.rank(profile(CLOUD_ENGINEER), index, MatchFilter.none(), 10)) {
                double sum = match.parts().stream()
                        .mapToDouble(ScorePart::contribution)
                        .sum();
                assertThat((double) match.score()).isCloseTo(sum, org.assertj.core.data.Offset.offset(1e-5));
            }
        }
    }

    @Test
    void shouldLeaveOutClosedJobs() throws Exception {
        Instant now = Instant.parse("2030-01-01T00:00:00Z");
        Posting closed =
                new Posting("closed", "Cloud Engineer", "Kubernetes", "x", null, null, null, now.minusSeconds(1));
        try (MatchIndex index = index(CLOUD, closed)) {
            assertThat(matcher.rank(profile(CLOUD_ENGINEER), index, MatchFilter.openAt(now), 10))
                    .extracting(RankedMatch::id)
                    .containsExactly("cloud");
        }
    }

    @Test
    void shouldPreferTheRoleOfTheLabelToThatOfTheRules() throws Exception {
        float[] sure = new float[matcher.taxonomy().size()];
        sure[matcher.taxonomy().indexOf("Project Coordinator")] = 1;

        Profile profile = matcher.profile(CLOUD_ENGINEER, new RoleBelief(sure)).join();

        assertThat(profile.roles().role()).isEqualTo(matcher.taxonomy().indexOf("Project Coordinator"));
    }

    @Test
    void shouldRefuseABeliefOfOtherRoles() {
        assertThatThrownBy(() -> matcher.profile(CLOUD_ENGINEER, new RoleBelief(new float[3])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3");
    }

    @Test
    void shouldOrderEqualScoresById() throws Exception {
        try (MatchIndex index = index(
                posting(
                        "b",
                        CLOUD.title(),
                        Objects.requireNonNull(CLOUD.skills()),
                        Objects.requireNonNull(CLOUD.description())),
                posting(
                        "c",
                        CLOUD.title(),
                        Objects.requireNonNull(CLOUD.skills()),
                        Objects.requireNonNull(CLOUD.description())),
                posting(
                        "a",
                        CLOUD.title(),
                        Objects.requireNonNull(CLOUD.skills()),
                        Objects.requireNonNull(CLOUD.description())))) {
            List<RankedMatch> ranked = matcher.rank(profile(CLOUD_ENGINEER), index, MatchFilter.none(), 10);
            assertThat(ranked).extracting(RankedMatch::id).containsExactly("a", "b", "c");
        }
    }

    @Test
    void shouldChangeItsVersionWithSettingsAndRules() throws Exception {
        MatcherOptions other = MatcherOptions.defaults()
                .withRanking(MatcherOptions.defaults().ranking().withWeights(1, 1, 1, 1, 1));
        try (Matcher changed = Matchers.open(other);
                Matcher same = Matchers.open(MatcherOptions.defaults())) {
            assertThat(same.versions()).isEqualTo(matcher.versions());
            assertThat(changed.versions().matcher())
                    .isNotEqualTo(matcher.versions().matcher());
            assertThat(matcher.versions().embedder()).isNull();
        }
    }

    @Test
    void shouldRankEmptyResumesAndEmptyIndexes() throws Exception {
        Profile empty = profile(new Candidate("empty", null, null, null));
        try (MatchIndex none = index();
                MatchIndex one = index(CLOUD)) {
            assertThat(matcher.rank(empty, none, MatchFilter.none(), 5)).isEmpty();
            assertThat(matcher.rank(empty, one, MatchFilter.none(), 5)).hasSizeLessThanOrEqualTo(1);
        }
    }
}
