package io.rolestream.stream.recommending.index;

import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.engine.batching.EngineClosedException;
import io.rolestream.events.DescriptionOutcome;
import io.rolestream.events.WrittenDescription;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.ProfiledDescription;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.serde.AvroDeserializer;
import io.rolestream.stream.recommending.index.IndexedTopics.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Reads {@code generated-descriptions}, and has a profile made of each text. */
final class DescriptionReader {
    private final Matcher matcher;
    private final Executor profilers;
    private final AvroDeserializer<WrittenDescription> deserializer;

    /** @param profilers where profiles are made */
    DescriptionReader(Matcher matcher, SchemaRegistry registry, Executor profilers) {
        this.matcher = matcher;
        this.profilers = profilers;
        this.deserializer = new AvroDeserializer<>(WrittenDescription.class, registry);
    }

    /** @throws SchemaRegistryUnavailableException if the record's schema cannot be asked for */
    Step step(ConsumerRecord<byte[], byte[]> record, IndexedTexts texts) {
        String id = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            return () -> changes -> texts.describe(id, record.partition(), null, changes);
        }
        WrittenDescription written;
        try {
            written =
                    Objects.requireNonNull(deserializer.deserialize(record.topic(), record.headers(), record.value()));
        } catch (SerializationException e) {
            IndexedTopics.warn(record, e);
            return IndexedTopics.nothing();
        }
        String text = written.getDescription();
        if (text == null || text.isBlank()) {
            KnownDescription none = KnownDescription.of(written, record.offset(), null);
            return () -> changes -> texts.describe(id, record.partition(), none, changes);
        }
        return () -> {
            CompletableFuture<ProfiledDescription> profile = CompletableFuture.supplyAsync(
                            () -> profile(written, text), profilers)
                    .thenCompose(made -> made);
            return changes -> take(record, id, written, profile, texts, changes);
        };
    }

    private CompletableFuture<ProfiledDescription> profile(WrittenDescription written, String text) {
        try {
            return matcher.profile(new GeneratedDescription(
                    text,
                    written.getGenerator() + "/" + written.getGeneratorVersion(),
                    written.getSeed(),
                    written.getOutcome() == DescriptionOutcome.FINISHED));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void take(
            ConsumerRecord<byte[], byte[]> record,
            String id,
            WrittenDescription written,
            CompletableFuture<ProfiledDescription> profile,
            IndexedTexts texts,
            List<IndexChange> changes)
            throws InterruptedException {
        ProfiledDescription text = null;
        try {
            text = profile.join();
        } catch (CompletionException e) {
            require(e.getCause());
            IndexedTopics.warn(record, e); // its list is that of the resume alone
        }
        texts.describe(id, record.partition(), KnownDescription.of(written, record.offset(), text), changes);
    }

    private static void require(@Nullable Throwable cause) throws InterruptedException {
        if (cause instanceof EngineBrokenException || cause instanceof EngineClosedException) {
            throw (RuntimeException) cause;
        }
        if (cause instanceof InterruptedException) {
            throw new InterruptedException("stopping");
        }
    }
}
