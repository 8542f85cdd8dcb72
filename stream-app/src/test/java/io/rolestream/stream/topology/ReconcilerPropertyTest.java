package io.rolestream.stream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds in whatever order resumes, votes, answers, deadlines and restarts come. */
class ReconcilerPropertyTest {
    @Property(tries = 3_000)
    void shouldKeepItsPromisesInEveryWorld(@ForAll("worlds") World world) {
        assertThat(TraceChecker.problems(world.run(), World.SETTINGS)).isEmpty();
    }

    @Provide
    Arbitrary<World> worlds() {
        return World.worlds();
    }
}
