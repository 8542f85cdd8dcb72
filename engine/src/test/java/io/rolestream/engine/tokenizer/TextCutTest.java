package io.rolestream.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextCutTest {
    @Test
    void shouldKeepAShortText() {
        assertThat(TextCut.end("Java Kafka", 10)).isEqualTo(10);
    }

    @Test
    void shouldCutAfterAWord() {
        assertThat(TextCut.end("Java Kafka SQL", 12)).isEqualTo("Java Kafka".length());
        assertThat(TextCut.end("Java Kafka SQL", 10)).isEqualTo("Java Kafka".length());
        assertThat(TextCut.end("Java Kafka   SQL", 12)).isEqualTo("Java Kafka".length());
    }

    @Test
    void shouldCutAtTheLimitWhereNoWordEndsNearIt() {
        assertThat(TextCut.end("ab " + "x".repeat(50), 20)).isEqualTo(20);
    }

    @Test
    void shouldNotHalveASurrogatePair() {
        assertThat(TextCut.end("🚀".repeat(10), 5)).isEqualTo(4);
        assertThat(TextCut.end("🚀".repeat(10), 6)).isEqualTo(6);
    }
}
