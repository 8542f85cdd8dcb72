package io.rolestream.models.announcements;

import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.VersionTable.Announced;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.VersionListing;
import io.rolestream.models.artifact.VersionSignature;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The announcements that change a version's stage, given the existing versions. A new champion comes before its
 * predecessor's retirement, so that followers always have a champion.
 *
 * @param who the person or service that decides, for the reasons
 */
record StageChanges(VersionTable table, String who, Instant now) {
    static {
        GeneratedRecords.trust();
    }

    /**
     * Announces a version for the first time; it replaces the present champion or challenger if it becomes that.
     *
     * @return empty if exactly this was announced before
     * @throws VersionException if the version was announced with other files
     */
    List<ModelVersion> announce(ModelVersion version) {
        var key = VersionKey.of(version);
        if (version.getStage() == ModelStage.UNKNOWN) {
            throw new IllegalArgumentException("%s is announced with a stage, not UNKNOWN".formatted(key));
        }
        var known = table.version(key.name(), key.version());
        if (known.isPresent()) {
            if (known.get().getFiles().equals(version.getFiles())) {
                return List.of();
            }
            throw new VersionException(
                    ("%s was announced before, with other files; versions never change, so give the new one another"
                                    + " name")
                            .formatted(key));
        }
        return inItsPlace(staged(version, version.getStage()));
    }

    /**
     * As {@link #announce}, for a person: a version that a person rejected is refused.
     *
     * @throws VersionException if the version was announced with other files, or rejected by a person
     */
    List<ModelVersion> publish(ModelVersion version) {
        table.requireNotRejected(VersionKey.of(version));
        return announce(version);
    }

    /**
     * Makes a version champion or challenger; the former one is retired.
     *
     * @return empty if it is that already
     * @throws VersionException if there is no such version, a person rejected it, or the champion would become
     *     challenger
     */
    List<ModelVersion> promote(VersionKey key, ModelStage stage) {
        var following = new Following.Stage(stage);
        ModelVersion version = table.requireUsable(key);
        if (following.in(table, key.name()).filter(version::equals).isPresent()) {
            return List.of();
        }
        if (table.champion(key.name()).filter(version::equals).isPresent()) {
            throw new VersionException(
                    ("%s is the champion: promote another version in its place, or roll back, before making it"
                                    + " challenger")
                            .formatted(key));
        }
        return inItsPlace(staged(version, stage));
    }

    /**
     * Rejects the champion and puts another in its place.
     *
     * @param to the version to go back to; null for the champion before
     * @throws VersionException if there is no champion, none before it, no such version, or a person rejected that
     */
    List<ModelVersion> rollback(String name, @Nullable String to, @Nullable String why) {
        if (table.versions(name).isEmpty()) {
            throw new VersionException(table.noneOf(name));
        }
        ModelVersion champion = table.champion(name)
                .orElseThrow(() -> new VersionException(
                        "%s has no champion to roll back; make one with `promote`".formatted(name)));
        ModelVersion next = to == null ? before(champion) : table.requireUsable(new VersionKey(name, to));
        if (next.equals(champion)) {
            throw new VersionException("%s is already the champion".formatted(VersionKey.of(champion)));
        }
        var announcements = inItsPlace(staged(next, ModelStage.CHAMPION));
        announcements.replaceAll(announcement ->
                isOf(champion, announcement) ? rejected(champion, AnnouncedVerdict.ROLLED_BACK, why) : announcement);
        return announcements;
    }

    private ModelVersion before(ModelVersion champion) {
        return table.formerChampion(champion.getName())
                .orElseThrow(() -> new VersionException(
                        ("before %s there was no champion that could take its place: name a version to roll back to"
                                        + " (--to), or reject it, which leaves %s without a champion")
                                .formatted(VersionKey.of(champion), champion.getName())));
    }

    /**
     * Rejects a version permanently, also one that the gate rejected.
     *
     * @return empty if a person has rejected it
     * @throws VersionException if there is no such version
     */
    List<ModelVersion> reject(VersionKey key, String why) {
        ModelVersion version = table.require(key);
        return AnnouncedVerdict.isRejectedByHand(version)
                ? List.of()
                : List.of(rejected(version, AnnouncedVerdict.REJECTED, why));
    }

    /**
     * Announces versions as they are, with a signature over their files.
     *
     * @throws VersionException if there is no such version, or it cannot be loaded by anyone
     */
    List<ModelVersion> sign(List<VersionKey> keys, PrivateKey key) {
        return keys.stream()
                .map(table::require)
                .map(version -> {
                    try {
                        return ModelVersion.newBuilder(version)
                                .setSignature(VersionSignature.sign(VersionListing.of(version), key))
                                .setAnnouncedAt(now)
                                .build();
                    } catch (ModelRefusedException e) {
                        throw new VersionException("%s: %s".formatted(VersionKey.of(version), e.getMessage()), e);
                    }
                })
                .toList();
    }

    /**
     * Returns the existing ones of these versions.
     *
     * @throws VersionException if one of them is the champion or the challenger
     */
    List<VersionKey> remove(List<VersionKey> keys) {
        return keys.stream()
                .filter(key -> table.version(key.name(), key.version()).isPresent())
                .map(this::requireUnused)
                .toList();
    }

    private VersionKey requireUnused(VersionKey key) {
        ModelVersion version = table.require(key);
        if (table.champion(key.name()).filter(version::equals).isPresent()
                || table.challenger(key.name()).filter(version::equals).isPresent()) {
            throw new VersionException("%s is the %s and cannot be removed"
                    .formatted(key, version.getStage().name().toLowerCase(Locale.ROOT)));
        }
        return key;
    }

    /** The newcomer, and the retirement of all other versions of its stage. */
    private List<ModelVersion> inItsPlace(ModelVersion newcomer) {
        var announcements = new ArrayList<ModelVersion>();
        announcements.add(newcomer);
        if (newcomer.getStage() == ModelStage.CHAMPION || newcomer.getStage() == ModelStage.CHALLENGER) {
            table.versions(newcomer.getName()).stream()
                    .map(Announced::version)
                    .filter(other -> other.getStage() == newcomer.getStage() && !isOf(newcomer, other))
                    .forEach(other -> announcements.add(staged(other, ModelStage.RETIRED)));
        }
        return announcements;
    }

    private static boolean isOf(ModelVersion version, ModelVersion announcement) {
        return announcement.getVersion().equals(version.getVersion());
    }

    private ModelVersion staged(ModelVersion version, ModelStage stage) {
        var announcement = ModelVersion.newBuilder(version).setStage(stage).setAnnouncedAt(now);
        return stage == ModelStage.CHAMPION ? announcement.setChampionAt(now).build() : announcement.build();
    }

    private ModelVersion rejected(ModelVersion version, String done, @Nullable String why) {
        var reasons = new ArrayList<>(version.getGateReasons());
        reasons.add("%s%s at %s%s".formatted(done, who, now, why == null ? "" : ": " + why));
        return ModelVersion.newBuilder(staged(version, ModelStage.REJECTED))
                .setGateReasons(reasons)
                .build();
    }
}
