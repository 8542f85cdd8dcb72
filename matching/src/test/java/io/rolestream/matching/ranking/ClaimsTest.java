package io.rolestream.matching.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Masker;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import io.rolestream.matching.skills.SkillMention;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nothing is claimed that is in neither text, over random resumes and postings. */
class ClaimsTest {
    private static final long SEED = 7;
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    private static final SkillVocabulary VOCABULARY = SkillVocabulary.of(RULES);
    private static final List<String> PIECES = List.of(
            "k8s",
            "ReactJS",
            "C Sharp",
            "Go",
            "R",
            "Emily",
            "she",
            "led",
            "the",
            "team",
            "Python (primary)",
            "SQL server",
            "\n",
            ", ",
            "; ",
            "Ruby",
            "react to",
            "Node JS",
            "<b>AWS</b>",
            "w/ Docker",
            "\u4f60\u597d",
            "C++/C",
            "office",
            "Office",
            "Jenkins.");

    private static final Masker MASKER = new Masker(RULES);

    /** The skills of a text, as matching sees it, which are at the same places of the original. */
    private static List<SkillMention> find(String text) {
        return VOCABULARY.find(MASKER.mask(text));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(14); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size()))).append(random.nextBoolean() ? " " : ", ");
        }
        return text.toString();
    }

    @Test
    void shouldNameOnlySkillsThatAreAtTheNamedPlaces() throws Exception {
        Random random = new Random(SEED);
        int matched = 0;
        try (Matcher matcher = Matchers.open(MatcherOptions.of(RULES));
                MatchIndex index = matcher.newIndex()) {
            List<Posting> postings = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                Posting posting =
                        new Posting("j" + i, text(random), text(random), text(random), null, null, null, null);
                postings.add(posting);
                index.put(matcher.profile(posting, RoleBelief.unknown()).join());
            }
            index.refresh();
            for (int i = 0; i < 40; i++) {
                Candidate candidate = new Candidate("r", text(random), text(random), null);
                Profile query = matcher.profile(candidate, RoleBelief.unknown()).join();
                for (RankedMatch match : matcher.rank(query, index, MatchFilter.none(), 60)) {
                    Posting posting = postings.get(Integer.parseInt(match.id().substring(1)));
                    check(match, candidate, posting);
                    matched += match.matchedSkills().size();
                }
            }
        }
        assertThat(matched).isGreaterThan(1000);
    }

    private static void check(RankedMatch match, Candidate candidate, Posting posting) {
        Map<String, String> texts = Map.of(
                "JOBtitle", posting.title(),
                "JOBskills", String.valueOf(posting.skills()),
                "JOBdescription", String.valueOf(posting.description()),
                "RESUMEskills", String.valueOf(candidate.skills()),
                "RESUMEtext", String.valueOf(candidate.text()));
        for (Side side : Side.values()) {
            Set<String> named = new HashSet<>();
            for (Passage passage : match.passages()) {
                if (passage.side() == side) {
                    String text = texts.get(side + passage.field());
                    find(Objects.requireNonNull(text)).stream()
                            .filter(mention -> mention.start() == passage.start() && mention.end() == passage.end())
                            .map(SkillMention::skill)
                            .forEach(named::add);
                }
            }
            assertThat(named).as("passages of %s", side).containsExactlyInAnyOrderElementsOf(match.matchedSkills());
        }
        Set<String> ofResume =
                skills(Objects.requireNonNull(candidate.skills()), Objects.requireNonNull(candidate.text()));
        Set<String> ofJob = skills(
                posting.title(),
                Objects.requireNonNull(posting.skills()),
                Objects.requireNonNull(posting.description()));
        assertThat(match.matchedSkills()).isSubsetOf(ofResume).isSubsetOf(ofJob);
        assertThat(match.missingSkills()).isSubsetOf(ofJob).noneMatch(ofResume::contains);
        assertThat(match.wouldHelp() == null).isEqualTo(match.missingSkills().isEmpty());
        assertThat(match.wouldHelp() == null || match.missingSkills().contains(match.wouldHelp()))
                .isTrue();
    }

    private static Set<String> skills(String... texts) {
        Set<String> skills = new HashSet<>();
        for (String text : texts) {
            find(String.valueOf(text)).stream().map(SkillMention::skill).forEach(skills::add);
        }
        return skills;
    }

    @Test
    void shouldNameTheMissingSkillThatRaisesTheScoreMost() throws Exception {
        Random random = new Random(SEED);
        try (Matcher matcher = Matchers.open(MatcherOptions.of(RULES))) {
            for (int i = 0; i < 100; i++) {
                Posting posting = new Posting("j", "", text(random), null, null, null, null, null);
                Candidate candidate = new Candidate("r", text(random), null, null);
                Profile job = matcher.profile(posting, RoleBelief.unknown()).join();
                Profile resume =
                        matcher.profile(candidate, RoleBelief.unknown()).join();
                SkillOverlap overlap = SkillOverlap.of(resume, job, VOCABULARY, 4);
                float best = overlap.share();
                String expected = null;
                for (String skill : overlap.missing()) {
                    Profile more = matcher.profile(
                                    new Candidate("r", candidate.skills() + "\n" + skill + "\n", null, null),
                                    RoleBelief.unknown())
                            .join();
                    float share = SkillOverlap.of(more, job, VOCABULARY, 4).share();
                    if (share > best) {
                        best = share;
                        expected = skill;
                    }
                }
                assertThat(overlap.wouldHelp(VOCABULARY, 4)).isEqualTo(expected);
            }
        }
    }
}
