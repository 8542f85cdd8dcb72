package io.rolestream.trainer.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.service.CommandFailedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescribedResumesTest {
    @Test
    void shouldShareNoTextBetweenTheSides() {
        List<DescribedResume> pairs = new ArrayList<>();
        for (int resume = 0; resume < 300; resume++) { // each description is that of several resumes
            pairs.add(new DescribedResume("resume " + resume, "description " + resume % 120));
            pairs.add(new DescribedResume("resume " + resume, "description " + resume * 7 % 120));
        }

        DescribedResumes divided = DescribedResumes.divided(pairs, 0.2, "pairs");

        assertThat(divided.validation()).hasSizeBetween(60, 200);
        assertThat(divided.training())
                .isNotEmpty()
                .allSatisfy(learnt -> assertThat(divided.validation())
                        .noneMatch(held -> held.resume().equals(learnt.resume())
                                || held.description().equals(learnt.description())));
        assertThat(divided.unused()).isPositive();
        assertThat(divided.training().size() + divided.validation().size() + divided.unused())
                .isEqualTo(pairs.size());
    }

    @Test
    void shouldLearnAllWithoutAShareToHoldOut() {
        List<DescribedResume> pairs = List.of(new DescribedResume("a", "b"), new DescribedResume("a", "c"));

        assertThat(DescribedResumes.divided(pairs, 0, "pairs").training()).isEqualTo(pairs);
    }

    @Test
    void shouldSayThatNothingIsLeftToLearn() {
        assertThatThrownBy(() -> DescribedResumes.divided(List.of(), 0.1, "pairs in x.csv"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("pairs in x.csv: there are no pairs to train on");
    }
}
