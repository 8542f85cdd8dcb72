package io.rolestream.classifier.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> NAMES = List.of("Data Engineer", "DevOps Engineer", "Other");

    @Test
    void shouldFindTheNameWithTheSmallestDistance() {
        assertThat(Nearest.find("Data Enginer", NAMES)).isEqualTo("Data Engineer");
    }

    @Test
    void shouldIgnoreLetterCase() {
        assertThat(Nearest.find("DEVOPS ENGINEER", NAMES)).isEqualTo("DevOps Engineer");
    }

    @Test
    void shouldFindNothingWhereNoNameIsNear() {
        assertThat(Nearest.hint("Astronaut", NAMES)).isEmpty();
    }
}
