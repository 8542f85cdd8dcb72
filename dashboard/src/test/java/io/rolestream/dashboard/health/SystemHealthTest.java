package io.rolestream.dashboard.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemHealthTest {
    @Test
    void shouldSayWhatIsWrongInTheOrderOfItsWeight() {
        assertThat(health(60, 60, 0, 0, "", false, "").headline()).isEqualTo("labelling");
        assertThat(health(60, 60, 0, 0, "", false, "").detail()).contains("only the rules decide");
        assertThat(health(60, 60, 0, 0, "", true, "").detail())
                .as("a labeller that was not announced")
                .isEqualTo("Rules and model vote on every resume.");
        assertThat(health(60, 60, 0, 0, "v1", true, "").detail()).contains("v1");
        assertThat(health(60, 60, 0, 0, "v1", false, "").level()).isEqualTo(SystemHealth.Level.WARNING);
        assertThat(health(60, 60, 5, 0, "v1", true, "").headline()).isEqualTo("model too late");
        assertThat(health(60, 0, 0, 30, "v1", true, "").headline()).isEqualTo("stuck");
        assertThat(health(0, 0, 0, 0, "v1", true, "").level()).isEqualTo(SystemHealth.Level.IDLE);
        assertThat(health(60, 60, 0, 0, "v1", true, "no broker").detail()).contains("no broker");
    }

    @Test
    void shouldSayWhatIsBeingDone() {
        assertThat(health(600, 600, 0, 0, "", false, "").doing())
                .isEqualTo("keyword rules label 10 resumes a second until there is a model");
        assertThat(health(72_000, 72_000, 0, 0, "v1", true, "").doing())
                .isEqualTo("keyword rules and a trained model label 1,200 resumes a second");
        assertThat(health(60, 60, 0, 0, "v1", false, "").doing())
                .isEqualTo("keyword rules label 1.0 resumes a second, because no worker runs the model");
        assertThat(health(60, 1, 0, 0, "v1", true, "").doing())
                .as("too few to give a rate")
                .isEqualTo("keyword rules and a trained model label each resume that arrives");
        assertThat(health(60, 0, 0, 30, "v1", true, "").doing()).isEqualTo("resumes arrive, but none is labelled");
        assertThat(health(0, 0, 0, 0, "v1", true, "").doing()).isEqualTo("it waits for resumes");
        assertThat(health(60, 60, 0, 0, "v1", true, "no broker").doing()).contains("cannot see");
    }

    private static SystemHealth health(
            long resumes, long labels, long degraded, long unmoved, String champion, boolean served, String trouble) {
        return SystemHealth.of(new SystemHealth.Signs(
                "",
                trouble,
                0,
                true,
                champion,
                served,
                new LastMinute(resumes, resumes, labels, 0, 0, degraded),
                labels / 60.0,
                unmoved));
    }
}
