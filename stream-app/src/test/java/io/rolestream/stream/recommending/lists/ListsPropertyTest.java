package io.rolestream.stream.recommending.lists;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.matching.profile.Side;
import io.rolestream.stream.recommending.book.ListKey;
import io.rolestream.stream.recommending.book.StandingList;
import io.rolestream.stream.recommending.lists.SimulatedMarket.Written;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens in whatever order, lists end as a recomputation of everything would have them. */
class ListsPropertyTest {
    private static final List<String> SKILLS = List.of("a", "b", "c", "d");

    /** What happens; a name for the report of a failure. */
    interface Event {
        void to(SimulatedMarket market) throws InterruptedException;
    }

    private record Named(String name, Event event) implements Event {
        @Override
        public void to(SimulatedMarket market) throws InterruptedException {
            event.to(market);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Property(tries = 400)
    void shouldEndAsARecomputationOfEverything(@ForAll("histories") List<Event> history) throws InterruptedException {
        try (SimulatedMarket market = new SimulatedMarket()) {
            for (Event event : history) {
                event.to(market);
            }
            market.pass(SimulatedMarket.DESCRIPTION_WAIT.plus(SimulatedMarket.REFRESH));
            market.pass(SimulatedMarket.SWEEP.plusSeconds(1));

            for (Side side : Side.values()) {
                assertThat(market.actual(side)).as("lists for each %s", side).isEqualTo(market.expected(side));
            }
        }
    }

    @Property(tries = 200)
    void shouldCountRevisionsAndWriteNothingTwice(@ForAll("histories") List<Event> history)
            throws InterruptedException {
        try (SimulatedMarket market = new SimulatedMarket()) {
            for (Event event : history) {
                event.to(market);
            }
            market.pass(SimulatedMarket.DESCRIPTION_WAIT);
            Map<String, StandingList> last = new HashMap<>();
            for (Written written : market.written()) {
                String key = written.side() + " " + written.key();
                StandingList before = last.get(key);
                StandingList list = written.list();
                if (list == null) {
                    assertThat(before).as("%s is deleted once", key).isNotNull();
                    last.remove(key);
                    continue;
                }
                assertThat(list.revision()).as(key).isEqualTo(before == null ? 1 : before.revision() + 1);
                if (before != null) {
                    assertThat(List.of(before.contentHash(), before.description(), before.versions(), before.digest()))
                            .as("%s says something new", key)
                            .isNotEqualTo(
                                    List.of(list.contentHash(), list.description(), list.versions(), list.digest()));
                }
                last.put(key, list);
            }
        }
    }

    @Property(tries = 200)
    void shouldDropWhatIsGoneWithinTheRefreshInterval(@ForAll("histories") List<Event> history)
            throws InterruptedException {
        try (SimulatedMarket market = new SimulatedMarket()) {
            for (Event event : history) {
                event.to(market);
                Map<ListKey, List<String>> jobs = market.expected(Side.JOB);
                List<String> gone = market.actual(Side.RESUME).values().stream()
                        .flatMap(List::stream)
                        .filter(job ->
                                jobs.keySet().stream().noneMatch(key -> key.id().equals(job)))
                        .toList();
                if (!gone.isEmpty()) {
                    market.pass(SimulatedMarket.REFRESH);
                    assertThat(market.actual(Side.RESUME).values())
                            .allSatisfy(list -> assertThat(list).doesNotContainAnyElementsOf(gone));
                }
            }
        }
    }

    @Example
    void shouldListATextAgainThatReturnsToItsLabelledContent() throws InterruptedException {
        try (SimulatedMarket market = new SimulatedMarket()) {
            market.send(Side.RESUME, "r1", "d", null);
            market.label(Side.RESUME, "r1", 0);
            market.send(Side.RESUME, "r1", "a", null);
            market.send(Side.RESUME, "r1", "d", null);
            market.pass(SimulatedMarket.DESCRIPTION_WAIT.plus(SimulatedMarket.REFRESH));

            assertThat(market.actual(Side.RESUME)).isEqualTo(market.expected(Side.RESUME));
        }
    }

    @Example
    void shouldComputeAgainAfterALabelThatChangedBeforeItWasTaken() throws InterruptedException {
        try (SimulatedMarket market = new SimulatedMarket()) {
            market.send(Side.RESUME, "r1", "a", null);
            market.label(Side.RESUME, "r1", 0);
            market.describe("r1", "");
            market.pass(SimulatedMarket.REFRESH);
            market.label(Side.RESUME, "r1", 1);
            market.send(Side.RESUME, "r1", "a", null); // unchanged, before the list was taken
            market.pass(Duration.ofSeconds(1));

            assertThat(market.standing(Side.RESUME, 0).size()
                            + market.standing(Side.RESUME, 1).size())
                    .isEqualTo(1);
            assertThat(market.written().get(market.written().size() - 1).list())
                    .isNotNull()
                    .extracting(StandingList::labelRevision)
                    .isEqualTo(2);
        }
    }

    @Example
    void shouldWaitForADescriptionButNotForever() throws InterruptedException {
        try (SimulatedMarket market = new SimulatedMarket()) {
            market.send(Side.JOB, "j1", "a", null);
            market.label(Side.JOB, "j1", 0);
            for (String resume : List.of("r1", "r2", "r3")) {
                market.send(Side.RESUME, resume, "a", null);
                market.label(Side.RESUME, resume, 1);
            }
            market.pass(Duration.ofSeconds(3));
            assertThat(market.actual(Side.RESUME)).isEmpty();

            market.describe("r1", "b");
            market.describe("r2", "");
            market.pass(Duration.ofSeconds(1));
            assertThat(market.actual(Side.RESUME).keySet())
                    .extracting(ListKey::id)
                    .containsExactlyInAnyOrder("r1", "r2");
            market.pass(SimulatedMarket.DESCRIPTION_WAIT.minusSeconds(4));
            assertThat(market.actual(Side.RESUME)).hasSize(3);
        }
    }

    @Example
    void shouldComputeAgainWhenADescriptionComesLateChangesOrGoes() throws InterruptedException {
        try (SimulatedMarket market = new SimulatedMarket()) {
            for (String job : List.of("a", "b", "c")) {
                market.send(Side.JOB, "j" + job, job, null);
                market.label(Side.JOB, "j" + job, 0);
            }
            market.send(Side.RESUME, "r1", "a", null);
            market.label(Side.RESUME, "r1", 1);
            market.pass(SimulatedMarket.DESCRIPTION_WAIT.plusSeconds(1));
            assertThat(market.actual(Side.RESUME).values()).containsExactly(List.of("ja"));

            market.describe("r1", "b");
            market.pass(Duration.ofSeconds(1));
            assertThat(market.actual(Side.RESUME).values()).containsExactly(List.of("ja", "jb"));
            market.describe("r1", "c");
            market.pass(Duration.ofSeconds(1));
            assertThat(market.actual(Side.RESUME).values()).containsExactly(List.of("ja", "jc"));
            market.describe("r1", "");
            market.pass(Duration.ofSeconds(1));
            assertThat(market.actual(Side.RESUME).values()).containsExactly(List.of("ja"));
        }
    }

    @Example
    void shouldIgnoreADescriptionOfAnEarlierText() throws InterruptedException {
        try (SimulatedMarket market = new SimulatedMarket()) {
            for (String job : List.of("a", "b", "c")) {
                market.send(Side.JOB, "j" + job, job, null);
                market.label(Side.JOB, "j" + job, 0);
            }
            market.send(Side.RESUME, "r1", "a", null);
            market.describe("r1", "b");
            market.send(Side.RESUME, "r1", "c", null);
            market.label(Side.RESUME, "r1", 1);
            market.pass(SimulatedMarket.DESCRIPTION_WAIT.plusSeconds(1));
            assertThat(market.actual(Side.RESUME).values()).containsExactly(List.of("jc"));
            assertThat(market.written())
                    .filteredOn(written -> written.side() == Side.RESUME)
                    .singleElement()
                    .extracting(
                            written -> Objects.requireNonNull(written.list()).description())
                    .isEqualTo("");
        }
    }

    @Example
    void shouldComputeAgainWhenLabelsNameOtherVersionsOnly() throws InterruptedException {
        try (SimulatedMarket market = new SimulatedMarket()) {
            market.send(Side.RESUME, "r1", "a", null);
            market.label(Side.RESUME, "r1", 0);
            market.send(Side.JOB, "j1", "a", null);
            market.label(Side.JOB, "j1", 0);
            market.pass(SimulatedMarket.DESCRIPTION_WAIT.plusSeconds(1));
            market.label(Side.JOB, "j1", 0, "rules@2");
            market.pass(Duration.ofSeconds(1));

            assertThat(market.written())
                    .filteredOn(written -> written.side() == Side.RESUME)
                    .last()
                    .extracting(
                            written -> Objects.requireNonNull(written.list()).versions())
                    .asString()
                    .contains("rules@2");
        }
    }

    @Provide
    Arbitrary<List<Event>> histories() {
        Arbitrary<Side> sides = Arbitraries.of(Side.values());
        Arbitrary<Integer> numbers = Arbitraries.integers().between(1, 4);
        Arbitrary<String> words =
                Arbitraries.of(SKILLS).set().ofMinSize(1).ofMaxSize(3).map(set -> String.join(",", set));
        Arbitrary<Duration> deadlines =
                Arbitraries.integers().between(1, 40).map(Duration::ofSeconds).injectNull(0.6);
        Arbitrary<Event> send = Combinators.combine(sides, numbers, words, deadlines)
                .as((side, number, text, open) -> new Named(
                        "send %s%d %s %s".formatted(side, number, text, open),
                        market -> market.send(side, name(side, number), text, open)));
        Arbitrary<Event> label = Combinators.combine(
                        sides, numbers, Arbitraries.integers().between(0, 2))
                .as((side, number, role) -> new Named(
                        "label %s%d %d".formatted(side, number, role),
                        market -> market.label(side, name(side, number), role)));
        Arbitrary<Event> describe = Combinators.combine(numbers, words.injectNull(0.3))
                .as((number, text) -> new Named(
                        "describe r%d %s".formatted(number, text),
                        market -> market.describe(name(Side.RESUME, number), text == null ? "" : text)));
        Arbitrary<Event> delete = Combinators.combine(sides, numbers)
                .as((side, number) -> new Named(
                        "delete %s%d".formatted(side, number), market -> market.delete(side, name(side, number))));
        Arbitrary<Event> pass = Arbitraries.integers()
                .between(0, 15)
                .map(seconds -> new Named("pass " + seconds, market -> market.pass(Duration.ofSeconds(seconds))));
        Arbitrary<Event> restart = Arbitraries.just(new Named("restart", SimulatedMarket::restart));
        Arbitrary<Event> move = Arbitraries.integers()
                .between(0, 1)
                .map(partition -> new Named("rebalance " + partition, market -> market.rebalance(partition)));
        Arbitrary<Event> swap = Arbitraries.of("1", "2", "3")
                .map(version -> new Named("swap " + version, market -> market.swap(version)));
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(6, send),
                        net.jqwik.api.Tuple.of(6, label),
                        net.jqwik.api.Tuple.of(4, describe),
                        net.jqwik.api.Tuple.of(2, delete),
                        net.jqwik.api.Tuple.of(5, pass),
                        net.jqwik.api.Tuple.of(1, restart),
                        net.jqwik.api.Tuple.of(1, move),
                        net.jqwik.api.Tuple.of(1, swap))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    private static String name(Side side, int number) {
        return (side == Side.JOB ? "j" : "r") + number;
    }
}
