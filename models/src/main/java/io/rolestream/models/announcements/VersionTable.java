package io.rolestream.models.announcements;

import io.rolestream.common.text.Nearest;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import java.security.PublicKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The model versions according to the announcements applied so far, in the order of their offsets. For each version the
 * latest announcement counts, and the latest CHAMPION is the champion: it replaces another one even before the other's
 * retirement is known. For one thread.
 *
 * <p>With a public key, only announcements and removals signed with its private key count, and of these only such whose
 * sequence number is above all that counted before for the same model: one that is sent again has no effect.
 */
public final class VersionTable {
    private final Map<String, Map<String, Announced>> versionsByName = new TreeMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final @Nullable PublicKey trusted;
    private long lastOffset = -1;

    /** @param trusted whose signature announcements must have; null checks none */
    public VersionTable(@Nullable PublicKey trusted) {
        this.trusted = trusted;
    }

    /** A version's latest announcement and its offset in the topic. */
    public record Announced(ModelVersion version, long offset) {}

    public enum Effect {
        CHANGED,
        UNCHANGED,
        /** The key does not match the name and version of the value. */
        IGNORED,
        /** It has no valid signature. */
        UNSIGNED,
        /** An announcement from before others that counted. */
        OUTDATED
    }

    /**
     * Applies the next announcement. One whose key is not {@code name/version} of its value is ignored.
     *
     * @param value null removes the version
     * @throws IllegalArgumentException if the offset is not above all earlier ones
     */
    public Effect apply(@Nullable String key, @Nullable ModelVersion value, long offset) {
        return apply(key, value, new RecordHeaders(), offset);
    }

    /** As {@link #apply(String, ModelVersion, long)}, for a record whose headers may sign a removal. */
    public Effect apply(@Nullable String key, @Nullable ModelVersion value, Headers headers, long offset) {
        advance(offset);
        VersionKey version = VersionKey.parse(key).orElse(null);
        if (version == null
                || (value != null
                        && !(value.getName().equals(version.name())
                                && value.getVersion().equals(version.version())))) {
            return Effect.IGNORED;
        }
        long sequence = value == null ? AnnouncementSeal.sequence(headers) : value.getSequence();
        if (trusted != null) {
            if (!(value == null
                    ? AnnouncementSeal.isSealed(version, headers, trusted)
                    : AnnouncementSeal.isSealed(value, trusted))) {
                return Effect.UNSIGNED;
            }
            if (sequence <= lastSequence(version.name())) {
                return Effect.OUTDATED;
            }
        }
        sequences.merge(version.name(), sequence, Math::max);
        if (value == null) {
            return remove(version) ? Effect.CHANGED : Effect.UNCHANGED;
        }
        var before = versionsByName
                .computeIfAbsent(version.name(), name -> new TreeMap<>())
                .put(version.version(), new Announced(value, offset));
        return before != null && before.version().equals(value) ? Effect.UNCHANGED : Effect.CHANGED;
    }

    /** Skips a record that holds no announcement. */
    void advance(long offset) {
        if (offset <= lastOffset) {
            throw new IllegalArgumentException("Offset %d after %d".formatted(offset, lastOffset));
        }
        lastOffset = offset;
    }

    /** The highest sequence number of a model's announcements; 0 if none has one. */
    long lastSequence(String name) {
        return sequences.getOrDefault(name, 0L);
    }

    private boolean remove(VersionKey version) {
        var versions = versionsByName.get(version.name());
        if (versions == null || versions.remove(version.version()) == null) {
            return false;
        }
        if (versions.isEmpty()) {
            versionsByName.remove(version.name());
        }
        return true;
    }

    /** The names of models that have a version, sorted. */
    public List<String> names() {
        return List.copyOf(versionsByName.keySet());
    }

    /** A model's versions, sorted by name; empty for an unknown model. */
    public List<Announced> versions(String name) {
        return List.copyOf(versionsByName.getOrDefault(name, Map.of()).values());
    }

    /** The version whose votes decide. */
    public Optional<ModelVersion> champion(String name) {
        return latest(name, ModelStage.CHAMPION);
    }

    /** The version that votes in the shadow. */
    public Optional<ModelVersion> challenger(String name) {
        return latest(name, ModelStage.CHALLENGER);
    }

    /** The version retired last as champion, by offset, so that it depends on no clock. */
    public Optional<ModelVersion> formerChampion(String name) {
        return versions(name).stream()
                .filter(announced -> announced.version().getStage() == ModelStage.RETIRED
                        && announced.version().getChampionAt() != null)
                .max(Comparator.comparingLong(Announced::offset))
                .map(Announced::version);
    }

    private Optional<ModelVersion> latest(String name, ModelStage stage) {
        return versions(name).stream()
                .filter(announced -> announced.version().getStage() == stage)
                .max(Comparator.comparingLong(Announced::offset))
                .map(Announced::version);
    }

    /** One version, whatever its stage. */
    public Optional<ModelVersion> version(String name, String version) {
        return Optional.ofNullable(versionsByName.getOrDefault(name, Map.of()).get(version))
                .map(Announced::version);
    }

    /**
     * A version that must exist.
     *
     * @throws VersionException if it does not; lists the existing ones, the nearest first
     */
    public ModelVersion require(VersionKey key) {
        return version(key.name(), key.version()).orElseThrow(() -> new VersionException(absence(key)));
    }

    /**
     * A version that may become champion or challenger.
     *
     * @throws VersionException if there is no such version, or a person rejected it
     */
    ModelVersion requireUsable(VersionKey key) {
        ModelVersion version = require(key);
        requireNotRejected(key);
        return version;
    }

    /** @throws VersionException if a person rejected the version */
    public void requireNotRejected(VersionKey key) {
        version(key.name(), key.version())
                .filter(AnnouncedVerdict::isRejectedByHand)
                .ifPresent(rejected -> {
                    throw new VersionException(
                            ("%s is rejected permanently (%s); if you need this model after all, publish it as another"
                                            + " version: `rolestream models publish DIR --as VERSION`")
                                    .formatted(key, String.join("; ", rejected.getGateReasons())));
                });
    }

    private String absence(VersionKey key) {
        var known = versionsByName.getOrDefault(key.name(), Map.of()).keySet();
        if (known.isEmpty()) {
            return noneOf(key.name());
        }
        return "no version %s of %s%s (known: %s)"
                .formatted(key.version(), key.name(), Nearest.hint(key.version(), known), String.join(", ", known));
    }

    /** The message that a model has no version, with the models that have. */
    public String noneOf(String name) {
        var names = versionsByName.keySet();
        return names.isEmpty()
                ? "no model version has been announced yet"
                : "no version of %s has been announced%s (announced models: %s)"
                        .formatted(name, Nearest.hint(name, names), String.join(", ", names));
    }
}
