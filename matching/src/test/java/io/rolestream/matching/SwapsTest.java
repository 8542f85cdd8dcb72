package io.rolestream.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.Pooling;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Swapping who a person is changes no rank and no score. */
class SwapsTest {
    private static final long SEED = 20260728;
    private static final int RESUMES = 60;
    private static final List<List<String>> WHO = List.of(
            List.of("Emily", "she", "her", "her", "herself", "Women's Chess Club", "Girls Who Code", "Ms.", "sorority"),
            List.of("Greg", "he", "his", "him", "himself", "Men's Chess Club", "Boys Who Code", "Mr.", "fraternity"),
            List.of(
                    "Lakisha",
                    "she",
                    "her",
                    "her",
                    "herself",
                    "women's chess club",
                    "Women in Tech",
                    "Mrs.",
                    "sorority"),
            List.of("Jamal", "he", "his", "him", "himself", "men's chess club", "Men in Tech", "Mr.", "fraternity"),
            List.of(
                    "Xiuying",
                    "they",
                    "their",
                    "them",
                    "themselves",
                    "Ladies' Chess Club",
                    "Girl Scouts",
                    "Mx.",
                    "sorority"),
            List.of("Ruby", "she", "her", "her", "herself", "Girls' Chess Club", "Girls Who Code", "Miss", "sorority"),
            List.of("Muhammad", "he", "his", "him", "himself", "Boys' Chess Club", "Boy Scouts", "Mr.", "fraternity"),
            List.of("Jasmine", "she", "her", "her", "herself", "Women’s Chess Club", "Girl Scouts", "Ms.", "sorority"),
            List.of("Zbyszek", "he", "his", "him", "himself", "Men’s Chess Club", "Boy Scouts", "Mr.", "fraternity"));
    private static final List<String> SKILLS = List.of(
            "Kubernetes",
            "Java",
            "Spring Boot",
            "React",
            "SQL Server",
            "Python",
            "Ruby on Rails",
            "Terraform",
            "AWS",
            "Splunk",
            "Scrum",
            "Tableau",
            "Node.js",
            "C#",
            "Penetration testing",
            "ETL");

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path directory;

    private static String text(List<String> who, String surname, List<String> skills) {
        return """
            %1$s %10$s
            Software engineer

            %1$s has worked with %11$s and %12$s. In %3$s last job %2$s led a team and taught %5$s %13$s.
            %8$s %10$s is captain of the %6$s, mentors at %7$s, and was in a %9$s. %1$s's friends ask %4$s for advice.
            Contact: %1$s.%10$s@example.org, linkedin.com/in/%1$s-%10$s
            """.formatted(
                        who.get(0),
                        who.get(1),
                        who.get(2),
                        who.get(3),
                        who.get(4),
                        who.get(5),
                        who.get(6),
                        who.get(7),
                        who.get(8),
                        surname,
                        skills.get(0),
                        skills.get(1),
                        skills.get(2));
    }

    private static List<String> some(Random random, int count) {
        List<String> skills = new ArrayList<>(SKILLS);
        java.util.Collections.shuffle(skills, random);
        return skills.subList(0, count);
    }

    private static void check(Matcher matcher) throws Exception {
        Random random = new Random(SEED);
        try (MatchIndex jobs = matcher.newIndex();
                MatchIndex resumes = matcher.newIndex()) {
            for (int i = 0; i < 40; i++) {
                jobs.put(matcher.profile(
                                StandardMatcherTest.posting(
                                        "j" + i,
                                        "Engineer",
                                        String.join(", ", some(random, 4)),
                                        "He or she leads. Women and men are welcome. " + some(random, 2)),
                                RoleBelief.unknown())
                        .join());
            }
            jobs.refresh();
            for (int i = 0; i < RESUMES; i++) {
                List<String> skills = some(random, 3);
                String listed = random.nextBoolean() ? null : String.join(", ", some(random, 4));
                List<RankedMatch> first = null;
                for (List<String> who : WHO) {
                    Profile profile = matcher.profile(
                                    new Candidate("r", listed, text(who, "Walker", skills), null), RoleBelief.unknown())
                            .join();
                    List<RankedMatch> ranked = matcher.rank(profile, jobs, MatchFilter.none(), 40).stream()
                            .map(SwapsTest::withoutPassages)
                            .toList();
                    first = first == null ? ranked : first;
                    assertThat(ranked).as("resume %s of %s", i, who.get(0)).isEqualTo(first);
                    resumes.put(new Profile(
                            profile.side(),
                            who.get(0),
                            profile.contentHash(),
                            profile.title(),
                            profile.skillsText(),
                            profile.body(),
                            profile.skills(),
                            profile.roles(),
                            null,
                            null,
                            profile.seniority(),
                            null,
                            profile.vector()));
                }
            }
            // The other direction: all of the same resume's variants get the same score from each job.
            resumes.refresh();
            for (String id : jobs.ids()) {
                List<RankedMatch> ranked =
                        matcher.rank(Objects.requireNonNull(jobs.get(id)), resumes, MatchFilter.none(), WHO.size());
                assertThat(ranked.stream().map(RankedMatch::matchedSkills).distinct())
                        .hasSize(1);
                assertThat(ranked.stream()
                                .map(match -> match.parts().stream()
                                        .filter(part -> part.rank() == 0)
                                        .toList())
                                .distinct())
                        .hasSize(1);
            }
        }
    }

    /** Positions move with the length of names. */
    private static RankedMatch withoutPassages(RankedMatch match) {
        return new RankedMatch(
                match.id(),
                match.score(),
                match.role(),
                match.parts(),
                match.matchedSkills(),
                match.missingSkills(),
                match.wouldHelp(),
                match.reasons(),
                List.of());
    }

    @Test
    void shouldChangeNoRankWithoutABiEncoder() throws Exception {
        try (Matcher matcher = Matchers.open(MatcherOptions.defaults())) {
            check(matcher);
        }
    }

    @Test
    void shouldChangeNoRankWithABiEncoder() throws Exception {
        TinyModel.write(directory.resolve("embedder"), SEED);
        MatcherOptions options = MatcherOptions.of(RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard()))
                .withEmbedder(directory.resolve("embedder"), null)
                .withPooling(Pooling.MEAN)
                .withInference(InferenceOptions.defaults().withPrecision(Precision.FP32));
        try (Matcher matcher = Matchers.open(options)) {
            check(matcher);
        }
    }
}
