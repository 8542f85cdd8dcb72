package io.rolestream.trainer.examples;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** @param change null if the record is not usable */
public record SourceRecord(
        TopicPartition partition, long offset, @Nullable Change change) {}
