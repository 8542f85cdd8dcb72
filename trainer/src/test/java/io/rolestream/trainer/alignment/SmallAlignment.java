package io.rolestream.trainer.alignment;

import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.alignment.AnswerSampling;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A small generator, whose answers end with any of its last 64 tokens, with small models that score. */
final class SmallAlignment {
    static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    static final int ANSWER = 12;

    private static final Path DECODER =
            Path.of("../engine/src/test/resources/io/rolestream/engine/model/generation/smollm2");

    private SmallAlignment() {}

    static Path generator(Path directory) throws IOException {
        Files.createDirectory(directory);
        try (Stream<Path> files = Files.list(DECODER)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        String ends = IntStream.range(248, 312).mapToObj(Integer::toString).collect(Collectors.joining(","));
        Files.writeString(directory.resolve(GenerationConfig.FILE), "{\"eos_token_id\": [" + ends + "]}");
        new PromptTemplate("CV: {resume}\nJob:").write(directory);
        return directory;
    }

    static Path scorer(Path directory, long seed) throws IOException {
        return TinyModel.write(directory, List.of("relevance"), seed, null).path();
    }

    static AlignmentSettings settings(Path generator, Path reward, AlignmentMethod method) {
        return new AlignmentSettings(
                generator,
                reward,
                null,
                method,
                new AdapterConfig(generator.toString(), 4, 8, AdapterConfig.LINEAR),
                new TrainingOptions(
                        TrainingOptions.Batching.of(8, 1),
                        TrainingOptions.Schedule.of(1, 0.01),
                        TrainingOptions.Optimizer.usual(),
                        null,
                        Precision.FP32,
                        1,
                        1),
                new EvaluationPlan(1, 0),
                4,
                1,
                0.1,
                null,
                new AnswerSampling(1, ANSWER, -5),
                DType.F32);
    }

    static AlignmentSettings judged(AlignmentSettings settings, Path judge) {
        return with(settings, judge, settings.rounds());
    }

    static AlignmentSettings rounds(AlignmentSettings settings, int rounds) {
        return with(settings, settings.judge(), rounds);
    }

    private static AlignmentSettings with(AlignmentSettings settings, @Nullable Path judge, int rounds) {
        return new AlignmentSettings(
                settings.generator(),
                settings.reward(),
                judge,
                settings.method(),
                settings.adapters(),
                settings.training(),
                settings.evaluation(),
                settings.samples(),
                rounds,
                settings.beta(),
                settings.klTarget(),
                settings.sampling(),
                settings.dtype());
    }

    static AlignmentResumes resumes(int count, String beginning) {
        List<Candidate> candidates = IntStream.range(0, count)
                .mapToObj(i -> new Candidate(
                        "r" + i,
                        null,
                        beginning
                                + List.of("java", "python", "excel", "welding").get(i % 4) + " and tool " + i,
                        null))
                .toList();
        return AlignmentResumes.of(candidates, RULES, "test resumes");
    }
}
