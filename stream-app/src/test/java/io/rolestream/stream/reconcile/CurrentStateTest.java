package io.rolestream.stream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.CurrentVotes;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.state.AwaitingVote;
import io.rolestream.state.CurrentLabel;
import io.rolestream.state.EarlyVote;
import io.rolestream.state.PendingResume;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CurrentStateTest {
    static {
        GeneratedRecords.trust();
    }

    private static final Taxonomy ROLES = new Taxonomy(
            List.of(new Role("Nurse", "Cares."), new Role("Other", "Other work.")),
            "Other",
            Map.of("Nurse", List.of("Ward Nurse")));

    private final MemoryState stored = new MemoryState();
    private final CurrentState state = new CurrentState(stored, new CurrentVotes(ROLES), "someone");

    @Test
    void shouldReadVotesAsThoseOnTheCurrentRoles() {
        stored.pending(
                "a",
                new PendingResume(
                        AwaitingVote.newBuilder().setRuleVote(vote("Porter")).build(),
                        List.of(new EarlyVote("hash", 7L, vote("Ward Nurse"), Instant.EPOCH))));
        stored.current(
                "a",
                CurrentLabel.newBuilder()
                        .setRole("Ward Nurse")
                        .setDegradedRuleVote(vote("Ward Nurse"))
                        .setHumanVote(vote("Porter"))
                        .build());

        PendingResume pending = Objects.requireNonNull(state.pending("a"));
        Vote awaiting = Objects.requireNonNull(pending.getAwaiting()).getRuleVote();
        assertThat(Objects.requireNonNull(awaiting).getRole()).isNull();
        Vote early = Objects.requireNonNull(pending.getEarlyVotes().get(0).getVote());
        assertThat(early.getRole()).isEqualTo("Nurse");
        CurrentLabel label = Objects.requireNonNull(state.current("a"));
        assertThat(label.getRole()).as("labels stay").isEqualTo("Ward Nurse");
        assertThat(Objects.requireNonNull(label.getDegradedRuleVote()).getRole())
                .isEqualTo("Nurse");
        assertThat(label.getHumanVote()).isNull();
    }

    @Test
    void shouldNotTellWhatAnObservedLabellerHasNotLearnt() {
        Vote listed = Vote.newBuilder(vote("Ward Nurse")).setLabeller("other").build();
        Vote current = Vote.newBuilder(vote("Nurse")).setLabeller("other").build();
        stored.pending(
                "a",
                new PendingResume(
                        null,
                        List.of(
                                new EarlyVote("hash", 7L, listed, Instant.EPOCH),
                                new EarlyVote("hash", 8L, current, Instant.EPOCH))));

        List<EarlyVote> early = Objects.requireNonNull(state.pending("a")).getEarlyVotes();
        Vote mapped = Objects.requireNonNull(early.get(0).getVote());
        assertThat(mapped.getRole()).isEqualTo("Nurse");
        assertThat(mapped.getUnknownRoles()).isEmpty();
        assertThat(mapped.getMappedRoles()).isEmpty();
        assertThat(early.get(1).getVote()).isEqualTo(current);
    }

    @Test
    void shouldReturnWhatIsCurrentAsItIs() {
        PendingResume pending = new PendingResume(
                AwaitingVote.newBuilder().setRuleVote(vote("Nurse")).build(),
                List.of(new EarlyVote("hash", 7L, whole(), Instant.EPOCH)));
        CurrentLabel label = CurrentLabel.newBuilder()
                .setRole("Ward Nurse")
                .setHumanVote(vote("Nurse"))
                .build();
        stored.pending("a", pending);
        stored.current("a", label);

        assertThat(state.pending("a")).isEqualTo(pending);
        assertThat(state.current("a")).isEqualTo(label);
        assertThat(state.pending("b")).isNull();
        assertThat(state.current("b")).isNull();
    }

    /** A vote of a model that knows all roles. */
    private static Vote whole() {
        return Vote.newBuilder(vote("Other"))
                .setScores(List.of(new RoleScore("Other", -0.5f), new RoleScore("Nurse", -0.9f)))
                .build();
    }

    private static Vote vote(String role) {
        return Vote.newBuilder()
                .setLabeller("someone")
                .setRole(role)
                .setConfidence(0.5f)
                .setScores(List.of(new RoleScore(role, -0.5f)))
                .build();
    }
}
