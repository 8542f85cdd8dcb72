package io.rolestream.evaluation.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.evaluation.ranking.RankedList.Entry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RankedListTest {
    @Test
    void shouldOrderEqualScoresByTheLastIdFirst() {
        assertThat(ids(RankedList.of(List.of(new Entry("a", 1), new Entry("c", 1), new Entry("b", 2)))))
                .containsExactly("b", "c", "a");
    }

    @Test
    void shouldKeepAGivenOrderWhateverTheScores() {
        List<Entry> order = List.of(
                new Entry("a", 1), new Entry("b", 1), new Entry("c", 3), new Entry("d", -0f), new Entry("e", 0));

        RankedList list = RankedList.ofOrder(order);

        assertThat(ids(list)).containsExactly("a", "b", "c", "d", "e");
        assertThat(ids(RankedList.of(list.entries()))).containsExactly("a", "b", "c", "d", "e");
        assertThat(list.entries().get(3).score()).isZero();
    }

    @Test
    void shouldRefuseAScoreThatIsNoNumber() {
        assertThatThrownBy(() -> new Entry("d1", Float.NaN)).hasMessage("the score of d1 is not a number");
    }

    @Test
    void shouldRefuseADocumentThatWasRetrievedTwice() {
        assertThatThrownBy(() -> RankedList.of(List.of(new Entry("d1", 1), new Entry("d1", 2))))
                .hasMessage("d1 was retrieved twice");
    }

    @Property
    void shouldCompareIdsAsTheBytesOfUtf8(@ForAll String a, @ForAll String b) {
        // Half a surrogate pair has no bytes of its own.
        if (encodes(a) && encodes(b)) {
            int expected =
                    Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
            assertThat(Integer.signum(RankedList.compareCodePoints(a, b))).isEqualTo(Integer.signum(expected));
        }
    }

    @Test
    void shouldPutAnIdAboveTheBasicPlaneLast() {
        assertThat(RankedList.compareCodePoints("\uFF5E", "\uD83D\uDCBC")).isNegative();
        assertThat("\uFF5E".compareTo("\uD83D\uDCBC")).isPositive();
    }

    private static boolean encodes(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static List<String> ids(RankedList list) {
        return list.entries().stream().map(Entry::id).toList();
    }
}
