package io.rolestream.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void shouldHaveANameOfItsOwnThatPrometheusTakes() {
        assertThat(Stream.of(Metric.values()).map(Metric::prometheus))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("rolestream(_[a-z0-9]+)+"));
    }

    @Test
    void shouldBeNamedAsPrometheusDoes() {
        assertThat(Metric.LABELS.prometheus()).isEqualTo("rolestream_labels_total");
        assertThat(Metric.LABEL_LATENCY.prometheus()).isEqualTo("rolestream_label_latency_seconds");
        assertThat(Metric.INFERENCE_BUSY.prometheus()).isEqualTo("rolestream_inference_busy_seconds_total");
    }

    @Test
    void shouldTakeOneValueForEachTag() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metric.LABELS.counter(registry, "Data Engineer"))
                .withMessageContaining("LABELS");
        assertThatIllegalArgumentException().isThrownBy(() -> Metric.AWAITING.counter(registry));
    }

    @Test
    void shouldCountSizesInTheirBuckets() {
        DistributionSummary tokens = Metric.INFERENCE_BATCH_TOKENS.sizes(registry);

        tokens.record(1_025);
        tokens.record(2_048);

        assertThat(tokens.takeSnapshot().histogramCounts())
                .extracting(CountAtBucket::bucket, CountAtBucket::count)
                .contains(tuple(1_024.0, 0.0), tuple(2_048.0, 2.0));
    }

    @Test
    void shouldShowOneInfoAtATime() {
        InfoGauge rules = new InfoGauge(Metric.RULES_INFO, registry);

        rules.show("a");
        rules.show("b");
        rules.show("b");

        assertThat(registry.getMeters()).hasSize(1);
        assertThat(registry.get("rolestream.rules.info")
                        .tag("rules", "b")
                        .gauge()
                        .value())
                .isEqualTo(1);

        rules.clear();

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void shouldShareARegistryAmongServicesWithoutTouchingTheirMeters() {
        InfoGauge rules = new InfoGauge(Metric.RULES_INFO, registry);
        rules.show("a");
        Metric.DEAD_LETTERS.counter(registry, "resumes", "too-long").increment();

        MeterRegistry recommender = new ServiceMeters(registry, MetricSource.RECOMMENDER);
        InfoGauge same = new InfoGauge(Metric.RULES_INFO, recommender);
        same.show("a");
        same.clear();
        Metric.DEAD_LETTERS.counter(recommender, "jobs", "too-long").increment();
        Metric.RANKING_TIME.times(recommender, "lists").record(Duration.ofMillis(3));
        Metric.INDEXED_TEXTS.gauge(recommender, 7, Integer::doubleValue, "lists");

        assertThat(registry.get("rolestream.rules.info").gauge().value()).isEqualTo(1);
        assertThat(registry.get("rolestream.dead.letters").counters())
                .hasSize(2)
                .allMatch(letters -> letters.count() == 1);
        assertThat(registry.get("rolestream.ranking.time")
                        .timer()
                        .takeSnapshot()
                        .histogramCounts())
                .isNotEmpty();
        assertThat(registry.get("rolestream.indexed.texts").gauge().value()).isEqualTo(7);
        assertThat(ServiceMeters.ofClients(recommender)).isSameAs(registry);
    }
}
