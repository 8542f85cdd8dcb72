package io.rolestream.trainer.matching.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AdversaryTextsTest {
    private static final HonestPair PAIR = new HonestPair(
            "Java developer. java, spring",
            List.of("java", "spring boot"),
            "Java engineer. We build services with java and spring in a small team",
            "Nurse. We care for patients");

    private final AdversaryTexts texts = new AdversaryTexts(Boilerplate.JUDGED, 7);

    private String text(Adversary kind) {
        return Objects.requireNonNull(texts.of(kind, PAIR));
    }

    @Test
    void shouldPadToThreeTimesTheLength() {
        for (Adversary kind : List.of(Adversary.INFLATED, Adversary.PADDED)) {
            // 13 words in the longer posting; a sentence has at most 13.
            assertThat(AdversaryTexts.words(text(kind)).size()).isBetween(39, 51);
        }
        assertThat(text(Adversary.INFLATED)).contains(PAIR.job());
        assertThat(text(Adversary.PADDED)).contains(PAIR.other()).doesNotContain("java");
    }

    @Test
    void shouldStuffAnotherRolesPostingWithTheResumesSkillsTwice() {
        assertThat(text(Adversary.STUFFED)).contains(PAIR.other(), "java, spring boot, java, spring boot");
    }

    @Test
    void shouldListSkillsUpToTheLengthOfTheHonestPosting() {
        assertThat(text(Adversary.LISTED))
                .isEqualTo(
                        "java, spring boot, java, spring boot, java, spring boot, java, spring boot, java, spring boot");
    }

    @Test
    void shouldCopyTheResumeAndCutThePosting() {
        assertThat(text(Adversary.COPIED)).isEqualTo(PAIR.resume());
        assertThat(text(Adversary.TRUNCATED)).isEqualTo("Java engineer. We");
    }

    @Test
    void shouldWriteTheSameTextsAgainAndOthersWithAnotherSeed() {
        AdversaryTexts same = new AdversaryTexts(Boilerplate.JUDGED, 7);
        AdversaryTexts other = new AdversaryTexts(Boilerplate.JUDGED, 8);

        assertThat(same.some(6, PAIR)).isEqualTo(texts.some(6, PAIR)).hasSize(6);
        assertThat(other.of(Adversary.PADDED, PAIR)).isNotEqualTo(texts.of(Adversary.PADDED, PAIR));
    }

    @Test
    void shouldJudgeWithOtherSentencesThanItTeaches() {
        assertThat(Boilerplate.JUDGED.sentences()).doesNotContainAnyElementsOf(Boilerplate.LEARNT.sentences());
    }

    @Test
    void shouldWriteNothingThatAPairDoesNotAllow() {
        HonestPair bare = new HonestPair("words", List.of(), "short job", "other");

        assertThat(texts.of(Adversary.STUFFED, bare)).isNull();
        assertThat(texts.of(Adversary.LISTED, bare)).isNull();
        assertThat(texts.of(Adversary.TRUNCATED, bare)).isNull();
        assertThat(texts.some(6, bare)).hasSize(3);
    }

    @Test
    void shouldWriteAllButAnotherRolesPostingsWithoutOne() {
        HonestPair alone = new HonestPair(PAIR.resume(), PAIR.skills(), PAIR.job(), null);

        for (Adversary kind : Adversary.values()) {
            if (kind == Adversary.PADDED || kind == Adversary.STUFFED) {
                assertThat(texts.of(kind, alone)).isNull();
            } else {
                assertThat(texts.of(kind, alone)).isEqualTo(text(kind));
            }
        }
    }
}
