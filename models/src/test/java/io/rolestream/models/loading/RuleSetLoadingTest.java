package io.rolestream.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.ModelFile;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.artifact.VersionRules;
import io.rolestream.models.testing.Published;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Objects;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleSetLoadingTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final String RULES = "name: learned\nmatching: phrases\nroles: {Data Engineer: {spark: 2}}\n";

    private final Path directory;

    RuleSetLoadingTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static @Nullable RuleSet load(Published published, @Nullable PublicKey key) throws Exception {
        try (ModelLoader loader = published.loader(key)) {
            return loader.loadRules(published.announcement(), null);
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Published published, @Nullable PublicKey key, Refusal refusal) {
        return assertThatThrownBy(() -> load(published, key))
                .isInstanceOfSatisfying(
                        ModelRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(refusal));
    }

    private Published withRules() throws Exception {
        return Published.tiny(directory).add(VersionRules.FILE, RULES.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldFetchTheRulesAlone() throws Exception {
        Published published = withRules();
        try (var files = Files.list(published.directory())) {
            for (Path file :
                    files.filter(path -> !path.endsWith(VersionRules.FILE)).toList()) {
                Files.delete(file);
            }
        }
        RuleSet rules = load(published, null);
        assertThat(Objects.requireNonNull(rules).version())
                .isEqualTo(RuleSet.parse(RULES, "r.yml", ROLES).version());
    }

    @Test
    void shouldFindNoneWhereTheVersionCarriesNone() throws Exception {
        Published published = Published.tiny(directory);
        Files.move(published.directory(), directory.resolve("elsewhere"));
        assertThat(load(published, null)).isNull();
    }

    @Test
    void shouldRefuseAnotherContentThanWasAnnounced() throws Exception {
        Published published = withRules();
        Files.writeString(published.file(VersionRules.FILE), RULES.replace('2', '3'));
        assertRefused(published, null, Refusal.FILES).hasMessageContaining("rules.yml has the SHA-256");
    }

    @Test
    void shouldRefuseAMissingFile() throws Exception {
        Published published = withRules();
        Files.delete(published.file(VersionRules.FILE));
        assertRefused(published, null, Refusal.FILES).hasMessageContaining("rules.yml is not in the store");
    }

    @Test
    void shouldRefuseRulesOfOtherRoles() throws Exception {
        Published published = Published.tiny(directory)
                .add(VersionRules.FILE, RULES.replace("Data", "Dada").getBytes(StandardCharsets.UTF_8));
        assertRefused(published, null, Refusal.RULES).hasMessageContaining("did you mean \"Data Engineer\"?");
    }

    @Test
    void shouldRefuseAHugeFileBeforeItIsFetched() throws Exception {
        Published published = withRules();
        ModelFile huge = new ModelFile(VersionRules.FILE, VersionRules.MAX_BYTES + 1L, "0".repeat(64));
        assertRefused(published.announcing(VersionRules.FILE, huge), null, Refusal.RULES);
    }

    @Test
    void shouldTellAStoreThatIsAwayFromAVersionThatIsWrong() throws Exception {
        Published published = withRules();
        Files.move(directory.resolve("store"), directory.resolve("away"));
        assertThatThrownBy(() -> load(published, null)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldTakeSignedRulesAlone() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path checkpoint = TinyModel.write(directory.resolve("model"), 1).path();
        Files.writeString(checkpoint.resolve(VersionRules.FILE), RULES);
        Published published = Published.of(directory, checkpoint, keys.getPrivate());
        assertThat(load(published, keys.getPublic())).isNotNull();
        published.replace(VersionRules.FILE, RULES.replace('2', '3').getBytes(StandardCharsets.UTF_8));
        assertRefused(published, keys.getPublic(), Refusal.SIGNATURE);
    }
}
