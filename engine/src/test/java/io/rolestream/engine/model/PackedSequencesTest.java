package io.rolestream.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PackedSequencesTest {
    @Test
    void shouldCountPositionsInEachSequence() {
        PackedSequences packed = PackedSequences.of(List.of(new int[] {7, 8, 9}, new int[] {7, 8}));
        assertThat(packed.positions(2)).containsExactly(2, 3, 2, 3, 4);
    }

    @Test
    void shouldNotCountPadding() {
        PackedSequences packed = PackedSequences.of(List.of(new int[] {7, 1, 8, 1, 9}, new int[] {1, 7}));
        assertThat(packed.positionsWithout(1)).containsExactly(1, 2, 2, 1, 3, 1, 4);
    }
}
