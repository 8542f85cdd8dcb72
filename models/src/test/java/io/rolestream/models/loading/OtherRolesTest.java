package io.rolestream.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VersionRules;
import io.rolestream.models.artifact.VersionTaxonomy;
import io.rolestream.models.store.ModelCache;
import io.rolestream.models.testing.Published;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that have learnt other roles than there are now. */
class OtherRolesTest {
    private static final Taxonomy OLD = roles(Map.of(), "Porter", "Ward Nurse", "Staff Nurse", "Doctor", "Other");
    private static final Taxonomy NOW = roles(
            Map.of("Nurse", List.of("Ward Nurse", "Staff Nurse"), "Physician", List.of("Doctor")),
            "Paramedic",
            "Nurse",
            "Physician",
            "Other");
    private static final InferenceOptions EXACT =
            InferenceOptions.defaults().withPrecision(Precision.FP32).withThreads(1, 1);
    private static final String RULES = "name: learnt\nmatching: phrases\nroles: {Doctor: {surgery: 3}}\n";

    private final Path directory;

    OtherRolesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Taxonomy roles(Map<String, List<String>> was, String... names) {
        List<Role> roles = new ArrayList<>();
        for (String name : names) {
            roles.add(new Role(name, name + "."));
        }
        return new Taxonomy(roles, "Other", was);
    }

    /** In another order than its taxonomy has. */
    private Published published(boolean carriesTaxonomy) throws Exception {
        Path checkpoint = directory.resolve("checkpoint");
        List<String> labels = new ArrayList<>(OLD.names());
        labels.add(0, labels.remove(3));
        TinyModel.write(checkpoint, labels, 1, null);
        Files.writeString(checkpoint.resolve(VersionRules.FILE), RULES);
        if (carriesTaxonomy) {
            VersionTaxonomy.write(checkpoint, OLD);
        }
        return Published.of(directory, checkpoint, null);
    }

    private ModelLoader loader(Published published, Taxonomy taxonomy) {
        return new ModelLoader(
                published.store(),
                new ModelCache(directory.resolve("cache"), 3, Long.MAX_VALUE),
                null,
                taxonomy,
                EXACT);
    }

    @Test
    void shouldLoadAVersionForTheCurrentRoles() throws Exception {
        Published published = published(true);
        try (ModelLoader loader = loader(published, NOW);
                LoadedModel model = loader.load(published.announcement())) {
            float[] logits =
                    model.classifier().classify(List.of("java, spring")).get(0).logits();
            double[] probabilities = DoubleStream.of(model.logProbabilities(logits))
                    .map(Math::exp)
                    .toArray();
            double[] raw = softmax(logits); // Doctor, Porter, Ward Nurse, Staff Nurse, Other
            Offset<Double> near = Offset.offset(1e-6);
            assertThat(probabilities[0]).isZero();
            assertThat(probabilities[1]).isEqualTo(raw[2] + raw[3], near);
            assertThat(probabilities[2]).isEqualTo(raw[0], near);
            assertThat(probabilities[3]).isEqualTo(raw[1] + raw[4], near);
            assertThat(model.mapping().unknown()).containsExactly("Paramedic");
            assertThat(Objects.requireNonNull(model.rules())
                            .vote("surgery")
                            .role()
                            .name())
                    .isEqualTo("Physician");
        }
    }

    private static double[] softmax(float[] logits) {
        double[] result = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            result[i] = Math.exp(logits[i]);
            sum += result[i];
        }
        for (int i = 0; i < logits.length; i++) {
            result[i] /= sum;
        }
        return result;
    }

    @Test
    void shouldFetchRulesForTheCurrentRoles() throws Exception {
        Published published = published(true);
        RuleSet configured = RuleSet.parse(
                "name: configured\nmatching: phrases\nroles: {Paramedic: {ambulance: 3}, Nurse: {ward: 3}}\n",
                "configured.yml",
                NOW);
        try (ModelLoader loader = loader(published, NOW)) {
            RuleSet rules = Objects.requireNonNull(loader.loadRules(published.announcement(), configured));
            assertThat(rules.vote("surgery").role().name()).isEqualTo("Physician");
            assertThat(rules.vote("ambulance").role().name()).isEqualTo("Paramedic");
            assertThat(rules.vote("ward").abstained()).isTrue();
        }
    }

    @Test
    void shouldLoadAVersionOfAnEarlierReleaseByItsLabels() throws Exception {
        Taxonomy more = roles(Map.of(), "Paramedic", "Ward Nurse", "Staff Nurse", "Doctor", "Other");
        Published published = published(false);
        try (ModelLoader loader = loader(published, more);
                LoadedModel model = loader.load(published.announcement())) {
            assertThat(model.mapping().summary()).isEqualTo("removed Porter; added Paramedic");
        }
    }

    @Test
    void shouldRefuseAVersionThatKnowsNoneOfTheRoles() throws Exception {
        Published published = published(true);
        try (ModelLoader loader = loader(published, roles(Map.of(), "Cook", "Gardener", "Other"))) {
            assertThatThrownBy(() -> loader.load(published.announcement()))
                    .isInstanceOfSatisfying(
                            ModelRefusedException.class,
                            e -> assertThat(e.refusal()).isEqualTo(Refusal.LABELS))
                    .hasMessageContaining("the model lacks");
        }
    }

    @Test
    void shouldRefuseATaxonomyOfOtherRolesThanTheLabels() throws Exception {
        Path checkpoint = directory.resolve("checkpoint");
        TinyModel.write(checkpoint, OLD.names(), 1, null);
        VersionTaxonomy.write(checkpoint, NOW);
        assertThatThrownBy(() -> ModelLoader.open(checkpoint, NOW, EXACT))
                .isInstanceOfSatisfying(
                        ModelRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.LABELS));
    }

    @Test
    void shouldPackageTheRolesOfACheckpoint() throws Exception {
        Path checkpoint = directory.resolve("checkpoint");
        TinyModel.write(checkpoint, NOW.names(), 1, null);
        CheckedPackage.of(checkpoint, VersionDetails.of("roberta", "1"), NOW).write(directory.resolve("package"));
        assertThat(VersionTaxonomy.read(directory.resolve("package"))).isEqualTo(NOW);
    }

    @Test
    void shouldRefuseOtherLabelsThatNoVersionVouchesFor() throws Exception {
        Path checkpoint = directory.resolve("checkpoint");
        TinyModel.write(checkpoint, OLD.names(), 1, null);
        assertThatThrownBy(() -> ModelLoader.open(checkpoint, NOW, EXACT)).hasMessageContaining("the taxonomy lacks");
    }
}
